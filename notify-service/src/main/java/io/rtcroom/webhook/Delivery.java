package io.rtcroom.webhook;

import io.rtcroom.event.EventJson;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One event for one endpoint, taken by this replica.
 *
 * @param leaseNo fences whoever held it before
 * @param attempts how many were made before this one
 * @param secrets the current one, and the one it replaced while that still signs
 * @param body null if the event is no longer kept
 */
record Delivery(
        long id,
        long leaseNo,
        UUID endpointId,
        UUID eventId,
        int attempts,
        String url,
        List<Secret> secrets,
        String body) {
    static Delivery of(Row row) {
        return new Delivery(
                row.getLong("id"),
                row.getLong("lease_no"),
                row.getUUID("endpoint_id"),
                row.getUUID("event_id"),
                row.getInteger("attempts"),
                row.getString("url"),
                Stream.of(row.getBuffer("secret"), row.getBuffer("previous_secret"))
                        .filter(Objects::nonNull)
                        .map(buffer -> new Secret(buffer.getBytes()))
                        .toList(),
                row.getString("body"));
    }

    /** The trace of the request that the event tells of, or null. */
    String traceparent() {
        return EventJson.read(body).traceparent();
    }

    String signatures(long timestamp) {
        return String.join(
                " ",
                secrets.stream()
                        .map(secret -> secret.sign(eventId.toString(), timestamp, body))
                        .toList());
    }
}
