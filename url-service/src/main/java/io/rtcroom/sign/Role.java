package io.rtcroom.sign;

import io.rtcroom.key.Purpose;

/** What somebody comes to a media server for. */
public enum Role {
    PUBLISH(Purpose.PUSH),
    PLAY(Purpose.PLAY);

    private final Purpose purpose;

    Role(Purpose purpose) {
        this.purpose = purpose;
    }

    /** As the addresses in bound form write it. */
    String wire() {
        return purpose.wire();
    }
}
