package io.rtcroom.call;

/** What somebody is in a call. Whoever did not come or is gone may be rung again. */
public enum ParticipantState {
    RINGING,
    JOINED,
    DECLINED,
    BUSY,
    MISSED,
    CANCELLED,
    LEFT,
    LOST;

    public boolean canBecome(ParticipantState next) {
        return switch (this) {
            case RINGING -> next == JOINED || next == DECLINED || next == MISSED || next == CANCELLED;
            case JOINED -> next == LEFT || next == LOST;
            case DECLINED, BUSY, MISSED, CANCELLED, LEFT, LOST -> next == RINGING;
        };
    }

    /** Whether such a participant can be in no other call. */
    boolean engages() {
        return this == RINGING || this == JOINED;
    }

    /** The word of events for not coming. */
    String refusal() {
        return switch (this) {
            case DECLINED -> "declined";
            case BUSY -> "busy";
            case MISSED -> "no-answer";
            default -> "cancelled";
        };
    }
}
