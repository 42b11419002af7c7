package io.rtcroom.event;

/** The Kafka topics, each with a fixed number of partitions: a key must keep its partition for good. */
public final class Topics {
    /** {@link Event}s of rooms and their members, keyed by the room's name. */
    public static final String ROOM_EVENTS = "room-events";
    /** Compacted: the newest revocation per token and per user. */
    public static final String REVOCATIONS = "revocations";
    /** What the media server reported, keyed by stream. */
    public static final String STREAM_EVENTS = "stream-events";
    /** Text messages that were accepted, keyed by chat. */
    public static final String MESSAGE_EVENTS = "message-events";
    /** Records that could not be decoded, as they came. */
    public static final String DEAD_LETTERS = "dead-letters";

    public static final int PARTITIONS = 24;

    private Topics() {}
}
