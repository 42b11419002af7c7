package io.rtcroom.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an endpoint's owner sees of its deliveries, and has repeated. */
@Singleton
class DeliveryLog {
    private static final String PAGE =
            """
            select d.id, d.event_id, d.subject, d.seq, d.type, d.outcome, d.due_at, d.ended_at,
                a.number, a.at, a.status, a.error, a.took_ms
            from (select * from webhook_delivery
                where endpoint_id = $1 and id < $2 and ($3::text is null or coalesce(outcome, 'pending') = $3)
                order by id desc limit $4) d
            left join webhook_attempt a on a.delivery_id = d.id
            order by d.id desc, a.at, a.number""";
    private static final String AGAIN =
            """
            update webhook_delivery set due_at = clock_timestamp(), attempts = 0, outcome = null, ended_at = null
            where endpoint_id = $1 and id = $2 returning id""";
    /** What was missed while the endpoint was disabled has no row yet; what was given up is tried again. */
    private static final String AGAIN_SINCE =
            """
            insert into webhook_delivery as d (endpoint_id, event_id, subject, seq, type)
            select w.id, e.id, e.subject, e.seq, e.type
            from webhook_endpoint w join event e on w.types = '{}' or e.type = any(w.types)
            where w.id = $1 and w.deleted_at is null and e.stored_at >= $2
            order by e.position
            on conflict (endpoint_id, event_id) do update
            set due_at = clock_timestamp(), attempts = 0, outcome = null, ended_at = null
            where d.outcome = 'given-up'""";

    private final Pool pool;

    DeliveryLog(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param outcome {@code pending}, {@code delivered} or {@code given-up}
     * @param nextAt when it is tried next; absent once it has ended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            long id,
            UUID eventId,
            String subject,
            long seq,
            String type,
            String outcome,
            Instant nextAt,
            List<Try> attempts) {}

    /** @param status absent if nothing was answered */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Try(int number, Instant at, Integer status, String error, long tookMillis) {}

    /** Newest first, with numbers below {@code before}. @param outcome null for all */
    Uni<List<Entry>> page(UUID endpointId, String outcome, long before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(endpointId, before, outcome, limit))
                .map(rows -> {
                    Map<Long, Entry> entries = new LinkedHashMap<>();
                    for (Row row : rows) {
                        Entry entry = entries.computeIfAbsent(row.getLong("id"), id -> entry(row));
                        if (row.getInteger("number") != null) entry.attempts().add(attempt(row));
                    }
                    return List.copyOf(entries.values());
                });
    }

    private static Entry entry(Row row) {
        String outcome = row.getString("outcome");
        return new Entry(
                row.getLong("id"),
                row.getUUID("event_id"),
                row.getString("subject"),
                row.getLong("seq"),
                row.getString("type"),
                outcome == null ? "pending" : outcome,
                outcome == null ? instant(row.getOffsetDateTime("due_at")) : null,
                new ArrayList<>());
    }

    private static Try attempt(Row row) {
        int status = row.getInteger("status");
        return new Try(
                row.getInteger("number"),
                instant(row.getOffsetDateTime("at")),
                status == 0 ? null : status,
                row.getString("error"),
                row.getLong("took_ms"));
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }

    /** Makes the delivery once more, whatever came of it. */
    Uni<Void> replay(UUID endpointId, long id) {
        return pool.preparedQuery(AGAIN)
                .execute(Tuple.of(endpointId, id))
                .invoke(rows -> {
                    if (rows.size() == 0)
                        throw new ProblemException(ProblemType.NOT_FOUND, "there is no delivery %d", id);
                })
                .replaceWithVoid();
    }

    /** Makes every delivery of events stored since then that was never made or given up; says how many. */
    Uni<Integer> replaySince(UUID endpointId, Instant since) {
        return pool.preparedQuery(AGAIN_SINCE)
                .execute(Tuple.of(endpointId, since.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }
}
