package io.rtcroom.agent;

/** What an agent is; the moves exist once more as rows of {@code legal_move}, and a test compares the two. */
public enum AgentState {
    IDLE,
    OFFERED,
    BUSY,
    WRAP_UP,
    BREAK,
    CLOSED;

    public boolean canBecome(AgentState next) {
        return switch (this) {
            case IDLE -> next == OFFERED || next == BREAK || next == CLOSED;
            case OFFERED -> next == BUSY || next == WRAP_UP || next == IDLE || next == CLOSED;
            case BUSY -> next == WRAP_UP || next == IDLE || next == CLOSED;
            case WRAP_UP -> next == IDLE || next == BREAK || next == CLOSED;
            case BREAK -> next == IDLE || next == CLOSED;
            case CLOSED -> next == IDLE;
        };
    }

    /** The three states the outside knows (protocol.md §9.1). */
    public String shown() {
        return switch (this) {
            case IDLE -> "IDLE";
            case OFFERED, BUSY, WRAP_UP, BREAK -> "BUSY";
            case CLOSED -> "CLOSE";
        };
    }
}
