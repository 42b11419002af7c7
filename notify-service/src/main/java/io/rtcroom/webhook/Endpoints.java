package io.rtcroom.webhook;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.WebhookTested;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.Traceparent;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The endpoints, each its owner's: of another's nobody learns even that it exists. */
@Singleton
class Endpoints {
    private static final String CREATE =
            "insert into webhook_endpoint (owner, url, types, secret) values ($1, $2, $3, $4) returning "
                    + Endpoint.COLUMNS;
    private static final String OF_OWNER =
            "select " + Endpoint.COLUMNS + " from webhook_endpoint where owner = $1 and deleted_at is null order by id";
    private static final String FIND =
            "select " + Endpoint.COLUMNS + " from webhook_endpoint where owner = $1 and id = $2 and deleted_at is null";
    private static final String CHANGE =
            """
            update webhook_endpoint set url = $3, types = $4,
                disabled_at = case when $5 then null else coalesce(disabled_at, clock_timestamp()) end,
                disabled_why = case when $5 then null else coalesce(disabled_why, 'its owner disabled it') end
            where owner = $1 and id = $2 and deleted_at is null
            returning %s"""
                    .formatted(Endpoint.COLUMNS);
    private static final String ROTATE =
            """
            update webhook_endpoint set previous_secret = secret, secret = $3,
                previous_until = clock_timestamp() + $4 * interval '1 millisecond'
            where owner = $1 and id = $2 and deleted_at is null""";
    private static final String TEST =
            """
            update webhook_endpoint set tests = tests + 1 where owner = $1 and id = $2 and deleted_at is null
            returning tests, clock_timestamp() as now""";
    private static final String QUEUE_TEST =
            """
            insert into webhook_delivery (endpoint_id, event_id, subject, seq, type, payload)
            values ($1, $2, $3, $4, $5, $6)""";

    private static final String COUNT =
            "select count(*)::int as count from webhook_endpoint where owner = $1 and deleted_at is null";
    private static final String DELETE =
            """
            update webhook_endpoint set deleted_at = clock_timestamp()
            where owner = $1 and id = $2 and deleted_at is null
            returning id""";
    private static final String EMPTY =
            """
            delete from webhook_delivery where id = any(array(
                select d.id
                from webhook_endpoint w
                cross join lateral (
                    select id from webhook_delivery o where o.endpoint_id = w.id limit $1 for update skip locked) d
                where w.deleted_at is not null
                limit $1))""";
    /** Asked for each by the index, and not by a join with all deliveries there are. */
    private static final String FORGET =
            """
            delete from webhook_endpoint w
            where w.deleted_at is not null
              and (select o.id from webhook_delivery o where o.endpoint_id = w.id limit 1) is null""";

    private final Pool pool;
    private final WebhookConfig config;

    Endpoints(Pool pool, WebhookConfig config) {
        this.pool = pool;
        this.config = config;
    }

    Uni<Endpoint> create(String owner, String url, List<String> types, Secret secret) {
        return pool.withTransaction(transaction -> requireRoom(transaction, owner)
                .chain(() -> transaction
                        .preparedQuery(CREATE)
                        .execute(Tuple.of(owner, url, types.toArray(String[]::new), Buffer.buffer(secret.key()))))
                .map(rows -> Endpoint.of(rows.iterator().next())));
    }

    /** One owner's endpoints are made one after the other, so that the limit holds. */
    private Uni<Void> requireRoom(SqlConnection transaction, String owner) {
        return transaction
                .preparedQuery("select pg_advisory_xact_lock(827002, hashtext($1))")
                .execute(Tuple.of(owner))
                .chain(() -> transaction.preparedQuery(COUNT).execute(Tuple.of(owner)))
                .invoke(rows -> {
                    if (rows.iterator().next().getInteger("count") >= config.maxEndpoints())
                        throw new ProblemException(
                                ProblemType.TOO_MANY_ENDPOINTS, "a key may have %d endpoints", config.maxEndpoints());
                })
                .replaceWithVoid();
    }

    Uni<List<Endpoint>> ofOwner(String owner) {
        return pool.preparedQuery(OF_OWNER).execute(Tuple.of(owner)).map(rows -> {
            List<Endpoint> endpoints = new ArrayList<>(rows.size());
            rows.forEach(row -> endpoints.add(Endpoint.of(row)));
            return endpoints;
        });
    }

    /** @throws ProblemException {@code not-found}, as everything below */
    Uni<Endpoint> require(String owner, UUID id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(owner, id)).map(rows -> Endpoint.of(first(rows, id)));
    }

    Uni<Endpoint> change(String owner, UUID id, String url, List<String> types, boolean enabled) {
        return pool.preparedQuery(CHANGE)
                .execute(Tuple.of(owner, id, url, types.toArray(String[]::new), enabled))
                .map(rows -> Endpoint.of(first(rows, id)));
    }

    /** From now on nobody sees it; its deliveries may be too many for one statement and go later. */
    Uni<Void> delete(String owner, UUID id) {
        return pool.preparedQuery(DELETE)
                .execute(Tuple.of(owner, id))
                .map(rows -> first(rows, id))
                .replaceWithVoid();
    }

    /** Removes deliveries of what was deleted; says how many. */
    Uni<Integer> empty(int limit) {
        return pool.preparedQuery(EMPTY).execute(Tuple.of(limit)).map(rows -> rows.rowCount());
    }

    /** Removes what was deleted and has no deliveries left. */
    Uni<Void> forget() {
        return pool.preparedQuery(FORGET).execute().replaceWithVoid();
    }

    /** From now on both sign, until the old one's time is over. */
    Uni<Void> rotate(String owner, UUID id, Secret secret) {
        return pool.preparedQuery(ROTATE)
                .execute(Tuple.of(
                        owner,
                        id,
                        Buffer.buffer(secret.key()),
                        config.rotation().toMillis()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) throw notFound(id);
                })
                .replaceWithVoid();
    }

    /** Queues an event of the endpoint's own; it goes the way of every other. */
    Uni<UUID> test(String owner, UUID id) {
        UUID eventId = UUID.randomUUID();
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(TEST)
                .execute(Tuple.of(owner, id))
                .map(rows -> event(eventId, id, first(rows, id)))
                .chain(event -> transaction
                        .preparedQuery(QUEUE_TEST)
                        .execute(Tuple.of(
                                id, eventId, event.subject(), event.seq(), event.type(), EventJson.write(event))))
                .replaceWith(eventId));
    }

    private static Event event(UUID eventId, UUID endpointId, Row row) {
        var now = row.getOffsetDateTime("now").toInstant().truncatedTo(ChronoUnit.MICROS);
        return new Event(
                eventId,
                "webhook:" + endpointId,
                row.getLong("tests"),
                now,
                Traceparent.current(),
                new WebhookTested(endpointId.toString()));
    }

    private static Row first(RowSet<Row> rows, UUID id) {
        if (rows.size() == 0) throw notFound(id);
        return rows.iterator().next();
    }

    private static ProblemException notFound(UUID id) {
        return new ProblemException(ProblemType.NOT_FOUND, "there is no webhook %s", id);
    }
}
