/**
 * Heartbeats, which are most of all requests and must cost next to nothing: kept in memory, written in batches. An
 * answered beat is no promise; the batch's result is the truth.
 */
package io.rtcroom.heartbeat;
