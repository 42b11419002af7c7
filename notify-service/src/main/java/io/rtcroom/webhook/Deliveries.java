package io.rtcroom.webhook;

import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What is to be told to whom, and what came of it. */
@Singleton
public class Deliveries {
    private static final String PLAN =
            """
            insert into webhook_delivery (endpoint_id, event_id, subject, seq, type)
            select w.id, e.id, e.subject, e.seq, e.type
            from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) with ordinality
                as e (id, subject, seq, type, line)
            join webhook_endpoint w
                on w.disabled_at is null and w.deleted_at is null and (w.types = '{}' or e.type = any(w.types))
            order by e.line
            on conflict do nothing""";
    /**
     * A busy or slow endpoint gets no more than its part, whoever serves it; in no order, so that none is last. Of one that is
     * abandoned millions may wait: what is held is counted by an index that has nothing else, and what is due is found by
     * now(), which an index can be asked for and clock_timestamp() cannot.
     */
    static final String TAKE =
            """
            with taken as (
                update webhook_delivery d
                set lease_until = clock_timestamp() + $1 * interval '1 millisecond', lease_no = nextval('webhook_lease')
                from (
                    select due.id
                    from (select id from webhook_endpoint where disabled_at is null and deleted_at is null
                        order by random()) w
                    cross join lateral (
                        select id from webhook_delivery o
                        where o.endpoint_id = w.id and o.ended_at is null
                          and o.due_at <= now() and o.lease_until < clock_timestamp()
                        order by o.due_at
                        limit greatest(0, $3 - (select count(*) from webhook_delivery l
                            where l.endpoint_id = w.id and l.ended_at is null and l.lease_until > '-infinity'
                              and l.lease_until >= clock_timestamp()))
                        for update skip locked) due
                    limit $2) picked
                where d.id = picked.id
                returning d.*)
            select t.id, t.lease_no, t.endpoint_id, t.event_id, t.attempts, w.url, w.secret,
                case when w.previous_until > clock_timestamp() then w.previous_secret end as previous_secret,
                coalesce(t.payload, e.payload) as body
            from taken t join webhook_endpoint w on w.id = t.endpoint_id
            left join event e on e.subject = t.subject and e.seq = t.seq""";

    private static final String FINISH =
            """
            update webhook_delivery
            set attempts = attempts + 1, lease_until = '-infinity',
                due_at = clock_timestamp() + coalesce($3, 0) * interval '1 millisecond',
                outcome = $4, ended_at = case when $4::text is not null then clock_timestamp() end
            where id = $1 and lease_no = $2 and ended_at is null
            returning attempts""";
    private static final String LOG =
            "insert into webhook_attempt (delivery_id, number, status, error, took_ms) values ($1, $2, $3, $4, $5)";
    /** Unless it has moved since the attempt began. */
    private static final String DISABLE =
            """
            update webhook_endpoint set disabled_at = clock_timestamp(), disabled_why = $2
            where id = $1 and url = $3 and disabled_at is null""";

    private static final String PURGE =
            """
            delete from webhook_delivery where id in (
                select id from webhook_delivery where ended_at < now() - $1 * interval '1 millisecond'
                limit $2 for update skip locked)""";

    private final Pool pool;
    private final WebhookConfig config;
    private final Schedule schedule;

    Deliveries(Pool pool, WebhookConfig config) {
        this.pool = pool;
        this.config = config;
        schedule = new Schedule(
                config.schedule(), () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Within the transaction that stores the events. */
    public Uni<Void> plan(SqlConnection transaction, List<StoredEvent> events) {
        return transaction
                .preparedQuery(PLAN)
                .execute(Tuple.of(
                        events.stream().map(each -> each.event().id()).toArray(UUID[]::new),
                        events.stream().map(StoredEvent::subject).toArray(String[]::new),
                        events.stream().map(StoredEvent::seq).toArray(Long[]::new),
                        events.stream().map(StoredEvent::type).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Takes what is due: for as long as the lease lasts nobody else tries it. */
    Uni<List<Delivery>> take(int limit) {
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(config.lease().toMillis(), limit, config.concurrencyPerEndpoint()))
                .map(rows -> {
                    List<Delivery> taken = new ArrayList<>(rows.size());
                    rows.forEach(row -> taken.add(Delivery.of(row)));
                    return taken;
                });
    }

    /** Notes what came of an attempt, unless somebody else has the delivery by now. */
    Uni<Void> finish(Delivery delivery, Attempt attempt) {
        Optional<Duration> pause = attempt.delivered() || delivery.body() == null
                ? Optional.empty()
                : schedule.pauseAfter(delivery.attempts() + 1, attempt.retryAfter());
        String outcome = attempt.delivered() ? "delivered" : pause.isPresent() ? null : "given-up";
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(FINISH)
                        .execute(Tuple.of(
                                delivery.id(),
                                delivery.leaseNo(),
                                pause.map(Duration::toMillis).orElse(null),
                                outcome))
                        .chain(rows ->
                                rows.size() == 0 ? Uni.createFrom().voidItem() : note(transaction, delivery, attempt)))
                .replaceWithVoid();
    }

    private static Uni<Void> note(SqlConnection transaction, Delivery delivery, Attempt attempt) {
        Uni<Void> logged = transaction
                .preparedQuery(LOG)
                .execute(Tuple.of(
                        delivery.id(),
                        delivery.attempts() + 1,
                        attempt.status(),
                        attempt.error(),
                        attempt.took().toMillis()))
                .replaceWithVoid();
        return attempt.gone()
                ? logged.chain(() -> transaction
                        .preparedQuery(DISABLE)
                        .execute(Tuple.of(delivery.endpointId(), "it answered 410", delivery.url()))
                        .replaceWithVoid())
                : logged;
    }

    Uni<Integer> purge(int limit) {
        return pool.preparedQuery(PURGE)
                .execute(Tuple.of(config.retention().toMillis(), limit))
                .map(rows -> rows.rowCount());
    }
}
