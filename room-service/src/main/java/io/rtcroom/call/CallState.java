package io.rtcroom.call;

/** What a call is; the moves exist once more as rows of {@code legal_move}, and a test compares the two. */
public enum CallState {
    QUEUED,
    RINGING,
    CONNECTED,
    ENDED;

    public boolean canBecome(CallState next) {
        return switch (this) {
            case QUEUED -> next == RINGING || next == ENDED;
            case RINGING -> next == CONNECTED || next == QUEUED || next == ENDED;
            case CONNECTED -> next == QUEUED || next == ENDED;
            case ENDED -> false;
        };
    }
}
