package io.rtcroom.call;

import java.time.Instant;

/**
 * One line of a call's timeline.
 *
 * @param seq the number of its event
 * @param userId whom it concerns; null if everybody
 * @param actor whose doing it was; null if a deadline's
 * @param state what the call was from here on
 */
public record Transition(
        long seq, Instant at, String event, String userId, String actor, String cause, CallState state) {}
