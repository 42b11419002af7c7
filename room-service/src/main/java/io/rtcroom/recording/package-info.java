/**
 * Recordings of members' streams as durable jobs: every state but the resting ones has a deadline in the database, orders
 * to the media server are repeated until they are answered, and what it reports is taken whenever it comes, after the end
 * of the room too. A recording is changed under its row lock, slots are given under the lock of one row.
 */
package io.rtcroom.recording;
