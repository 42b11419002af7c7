package io.rtcroom.key;

/** What a key's addresses are for. A key has one purpose, or whoever may play could publish. */
public enum Purpose {
    PUSH("push"),
    PLAY("play");

    private final String wire;

    Purpose(String wire) {
        this.wire = wire;
    }

    /** As the key file and the metrics write it. */
    public String wire() {
        return wire;
    }
}
