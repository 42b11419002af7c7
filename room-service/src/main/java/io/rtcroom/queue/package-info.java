/**
 * Queues: who waits for which agent, and who gets whom. A queue's row is the lock of its matching; an offer is a lease on an
 * agent, kept by the keys of {@code agent_slot}; what becomes of it is decided by the call, whose lock everybody meets at.
 */
package io.rtcroom.queue;
