package io.rtcroom.recording;

/** What a recording is; the moves exist once more as rows of {@code legal_move}, and a test compares the two. */
enum RecordingState {
    /** Waits for a slot. */
    QUEUED,
    /** The media server is asked to begin. */
    STARTING,
    RECORDING,
    /** The media server is asked to end, and to say what it has. */
    STOPPING,
    READY,
    /** Without a file; one that is reported late makes it ready. */
    FAILED,
    /** The media server is asked to delete the files. */
    DELETING,
    DELETED;

    boolean canBecome(RecordingState next) {
        return switch (this) {
            case QUEUED -> next == STARTING || next == FAILED;
            case STARTING -> next == RECORDING || next == STOPPING || next == FAILED;
            case RECORDING -> next == STOPPING;
            case STOPPING -> next == READY || next == FAILED;
            case FAILED -> next == READY || next == DELETING;
            case READY -> next == DELETING;
            case DELETING -> next == DELETED;
            case DELETED -> next == DELETING;
        };
    }

    /** Whether the media server is to be asked for something. */
    boolean isOrdered() {
        return switch (this) {
            case STARTING, RECORDING, STOPPING, DELETING -> true;
            case QUEUED, READY, FAILED, DELETED -> false;
        };
    }

    boolean isBeforeStop() {
        return this == QUEUED || this == STARTING || this == RECORDING;
    }
}
