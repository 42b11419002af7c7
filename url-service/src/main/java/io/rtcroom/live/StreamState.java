package io.rtcroom.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What the platform says of a stream (protocol.md §2.4 rule 5). */
enum StreamState {
    LIVE,
    /** Interrupted, forbidden, never published, or not to be asked about. */
    IDLE,
    /** No answer, or none that could be read. */
    UNKNOWN;

    private static final int PUBLISHING = 1;

    /** A stream with several renditions is live if one of them is. */
    static StreamState of(JsonObject answer) {
        try {
            Integer refusal = answer.getInteger("ret");
            if (refusal == null) return UNKNOWN;
            return refusal == 0 && isLive(answer.getJsonArray("output", new JsonArray())) ? LIVE : IDLE;
        } catch (ClassCastException e) {
            return UNKNOWN;
        }
    }

    private static boolean isLive(JsonArray output) {
        for (int i = 0; i < output.size(); i++)
            if (output.getJsonObject(i).getInteger("status", -1) == PUBLISHING) return true;
        return false;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
