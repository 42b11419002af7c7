/**
 * What happened, stored once and as it came, and who may read it: a room's event is readable by the users who were
 * members at its number. Both are written in the transaction that took the event in.
 */
package io.rtcroom.history;
