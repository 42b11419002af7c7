package io.rtcroom.webhook;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Where a back end wants to be told.
 *
 * @param types the types it wants; empty for all
 * @param disabledAt null while it is told
 */
record Endpoint(UUID id, String url, List<String> types, Instant createdAt, Instant disabledAt, String disabledWhy) {
    static final String COLUMNS = "id, url, types, created_at, disabled_at, disabled_why";

    static Endpoint of(Row row) {
        OffsetDateTime disabledAt = row.getOffsetDateTime("disabled_at");
        return new Endpoint(
                row.getUUID("id"),
                row.getString("url"),
                List.of(row.getArrayOfStrings("types")),
                row.getOffsetDateTime("created_at").toInstant(),
                disabledAt == null ? null : disabledAt.toInstant(),
                row.getString("disabled_why"));
    }
}
