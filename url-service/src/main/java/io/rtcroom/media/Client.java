package io.rtcroom.media;

import io.rtcroom.sign.Role;

/**
 * A connection of somebody to a media server.
 *
 * @param server the media server's name
 * @param id the media server's name for the connection
 * @param protocol where the server names connections by protocol, else empty
 */
public record Client(String server, String id, String protocol, Role role, String app, String streamId) {
    /** A client of one server and id is the same, whatever else was said of it. */
    Key key() {
        return new Key(server, id);
    }

    record Key(String server, String id) {}
}
