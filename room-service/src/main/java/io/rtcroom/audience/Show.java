package io.rtcroom.audience;

import java.util.UUID;

/** A live room that goes on, which is to say that its creator is there. */
public record Show(UUID uid, String creator) {}
