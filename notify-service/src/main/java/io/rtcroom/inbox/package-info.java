/**
 * Takes in what other services say happened: each event once, in the order of its subject's numbers, in one transaction
 * with everything that follows from it here. What is early waits in the database, what is late is dropped, and only
 * what can never be read goes to the dead letters.
 */
package io.rtcroom.inbox;
