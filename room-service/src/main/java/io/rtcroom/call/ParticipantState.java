package io.rtcroom.call;

/** What somebody is in a call. Whoever did not come or is gone may be rung again. */
public enum ParticipantState {
    /** Is rung once the caller's stream is live. */
    PENDING,
    RINGING,
    JOINED,
    /** The caller, gone for now: they are rung when an agent has taken the call. */
    DEFERRED,
    DECLINED,
    BUSY,
    MISSED,
    CANCELLED,
    LEFT,
    LOST;

    public boolean canBecome(ParticipantState next) {
        return switch (this) {
            case PENDING -> next == RINGING || next == JOINED || next == CANCELLED;
            case RINGING ->
                next == JOINED || next == DECLINED || next == MISSED || next == CANCELLED || next == DEFERRED;
            case JOINED -> next == LEFT || next == LOST || next == DEFERRED;
            case DEFERRED -> next == RINGING || next == CANCELLED;
            case DECLINED, BUSY, MISSED, CANCELLED -> next == RINGING;
            // Nobody rings an observer: they come back by themselves.
            case LEFT, LOST -> next == RINGING || next == JOINED;
        };
    }

    /** Whether such a participant can be in no other call. */
    boolean engages() {
        return this == PENDING || this == RINGING || this == JOINED;
    }

    /** The word of events for not coming, or for being gone. */
    String word() {
        return switch (this) {
            case DECLINED -> "declined";
            case BUSY -> "busy";
            case MISSED -> "no-answer";
            case LEFT -> "left";
            case LOST -> "lost";
            default -> "cancelled";
        };
    }
}
