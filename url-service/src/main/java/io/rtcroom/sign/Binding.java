package io.rtcroom.sign;

import java.util.UUID;

/**
 * What an address in bound form is tied to besides its stream and user; each part may be null. The other forms have no
 * place for it.
 *
 * @param roomId the room the stream is meant for
 * @param session the id of the token it was asked for with: when that is revoked, so is the address
 * @param network where the client must come from
 */
public record Binding(String roomId, UUID session, Network network) {
    static final Binding NONE = new Binding(null, null, null);
}
