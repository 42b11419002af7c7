package io.rtcroom.queue;

import static java.util.stream.Collectors.groupingBy;

import io.rtcroom.agent.Skills;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.queue.Matching.Free;
import io.rtcroom.queue.Matching.Waiting;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * For how long a caller and an idle agent who fits have been there for each other, by queue: what matching is there to keep
 * short. Who fits is asked of {@link Matching}, as when it is decided.
 */
@Singleton
class RoutingGaps {
    /** Of those with the same skills the longest idle has the longest gap: pairs are as few as teams differ. */
    private static final String IDLE =
            """
            select distinct on (aq.queue, a.skills) aq.queue, a.user_id, a.skills, a.state_since
            from agent a join agent_queue aq on aq.user_id = a.user_id
            where a.room_uid is not null and a.state = 'IDLE' and not a.draining and a.lease_until > (select presence_floor())
                and not exists (select from engagement g where g.user_id = a.user_id)
            order by aq.queue, a.skills, a.state_since limit 1000
            """;

    /**
     * Of queues with somebody idle, which in a busy hour are few. Whoever was offered in between waits since that offer was
     * over, and whoever had dropped out since they came back.
     */
    private static final String WAITING =
            """
            select e.queue, e.id, e.call_id, e.skills, e.entered_at, e.last_agent,
                greatest(e.entered_at, p.back_at, (select max(o.ended_at) from offer o where o.entry_id = e.id)), array(
                    select i.user_id from call_participant i
                    where i.call_id = e.call_id and i.state in ('JOINED', 'RINGING', 'PENDING'))
            from unnest($1::text[]) as served (queue)
                join queue_entry e on e.queue = served.queue and e.live and e.state = 'WAITING'
                cross join lateral (
                    select p.back_at from call_participant p
                    where p.call_id = e.call_id and p.user_id = e.caller and p.state = 'JOINED'
                        and p.lease_until > (select presence_floor()) offset 0) p
            order by e.due_at, e.number limit 1000
            """;

    private final Database database;
    private final Queues queues;

    RoutingGaps(@Background Database database, Queues queues) {
        this.database = database;
        this.queues = queues;
    }

    private record Caller(String queue, Waiting entry, Instant waitsSince) {
        static Caller of(Row row) {
            Waiting entry = new Waiting(
                    row.getUUID(1),
                    row.getUUID(2),
                    Skills.read(row.getString(3)),
                    at(row, 4),
                    row.getString(5),
                    Set.of(row.getArrayOfStrings(7)));
            return new Caller(row.getString(0), entry, at(row, 6));
        }
    }

    private record Idle(String queue, Free agent) {
        static Idle of(Row row) {
            Instant since = at(row, 3);
            return new Idle(
                    row.getString(0), new Free(row.getString(1), Skills.read(row.getString(2)), since, since, 0));
        }
    }

    /** Queues without such a pair are left out. */
    Uni<Map<String, Duration>> measure() {
        return database.query(IDLE, Tuple.tuple()).chain(idle -> {
            String[] served = rows(idle).map(row -> row.getString(0)).distinct().toArray(String[]::new);
            return served.length == 0
                    ? Uni.createFrom().item(Map.of())
                    : database.query(WAITING, Tuple.tuple().addArrayOfString(served))
                            .chain(waiting -> queues.all().map(all -> measure(all, waiting, idle)));
        });
    }

    private static Map<String, Duration> measure(List<Queue> all, RowSet<Row> waiting, RowSet<Row> idle) {
        Map<String, List<Caller>> callers = rows(waiting).map(Caller::of).collect(groupingBy(Caller::queue));
        Map<String, List<Idle>> agents = rows(idle).map(Idle::of).collect(groupingBy(Idle::queue));
        Map<String, Duration> gaps = new HashMap<>();
        for (Queue queue : all)
            for (Caller caller : callers.getOrDefault(queue.name(), List.of()))
                for (Idle one : agents.getOrDefault(queue.name(), List.of()))
                    queue.matching()
                            .fitsSince(caller.entry, one.agent)
                            .map(since -> gap(queue.now(), since, caller.waitsSince, one.agent.idleSince()))
                            .ifPresent(gap -> gaps.merge(
                                    queue.name(),
                                    gap,
                                    (before, longer) -> before.compareTo(longer) > 0 ? before : longer));
        return gaps;
    }

    private static Duration gap(Instant now, Instant fits, Instant waits, Instant isIdle) {
        Instant together =
                Stream.of(fits, waits, isIdle).max(Instant::compareTo).orElseThrow();
        return together.isAfter(now) ? Duration.ZERO : Duration.between(together, now);
    }

    private static Stream<Row> rows(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static Instant at(Row row, int column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }
}
