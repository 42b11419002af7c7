package io.rtcroom.hook;

import io.rtcroom.media.Client;
import java.util.Map;

/**
 * What a media server says of a client.
 *
 * @param address where the client comes from, as the media server sees it
 * @param query of the address the client used
 */
record Visit(Client client, String address, Map<String, String> query) {
    /** Without the query: it holds the signature. */
    @Override
    public String toString() {
        return client.toString();
    }
}
