package io.rtcroom.queue;

/** What a place in a queue is; the moves exist once more as rows of {@code legal_move}, and a test compares the two. */
public enum EntryState {
    WAITING,
    OFFERED,
    SERVED,
    ABANDONED,
    TIMED_OUT,
    CANCELLED;

    public boolean canBecome(EntryState next) {
        return switch (this) {
            case WAITING -> next == OFFERED || next == ABANDONED || next == TIMED_OUT || next == CANCELLED;
            case OFFERED ->
                next == WAITING || next == SERVED || next == ABANDONED || next == TIMED_OUT || next == CANCELLED;
            // Whose agent was lost stands at the head again.
            case SERVED -> next == WAITING;
            case ABANDONED, TIMED_OUT, CANCELLED -> false;
        };
    }
}
