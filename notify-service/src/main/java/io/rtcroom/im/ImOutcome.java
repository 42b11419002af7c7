package io.rtcroom.im;

/** What became of a call. */
sealed interface ImOutcome {
    /** It is as we wished, by this call or before it. */
    record Done() implements ImOutcome {}

    /** The group does not exist. */
    record Gone() implements ImOutcome {}

    /**
     * Another try may do better.
     *
     * @param unknown whether the call may have taken effect, now or later
     */
    record Retry(String reason, boolean unknown) implements ImOutcome {}

    /** The vendor has understood it and said no; why, and whether for good, we do not know. */
    record Declined(String reason) implements ImOutcome {}

    /** It will never succeed. */
    record Refused(String reason) implements ImOutcome {}
}
