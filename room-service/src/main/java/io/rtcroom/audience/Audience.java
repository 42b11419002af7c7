package io.rtcroom.audience;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What there is to see of an audience.
 *
 * @param viewers distinct users who watch
 * @param fields name to text or whole number
 * @param version the number of the last event of {@code audience:{uid}}
 */
public record Audience(long viewers, Map<String, Object> fields, long version) {
    public static final Audience NONE = new Audience(0, Map.of(), 0);

    /** @param fields as the database has them */
    static Map<String, Object> fields(String fields) {
        return new JsonObject(fields).getMap();
    }
}
