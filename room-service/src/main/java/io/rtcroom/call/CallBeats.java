package io.rtcroom.call;

import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Heartbeats of people in calls. The first one that comes through this replica is written at once; those after it are
 * noted, and written together when a quarter of the lease has passed. Their answer is no promise: whoever is no longer in the
 * call is told once a batch has said so.
 */
@Singleton
public class CallBeats {
    /** Rows somebody holds are left for the next batch, which comes long before the lease ends. */
    private static final String WRITE =
            """
            with beat as (
                select * from unnest($1::uuid[], $2::text[], $3::bigint[]) as b (call_id, user_id, age)
            ), free as (
                select p.call_id, p.user_id, b.age from call_participant p join beat b using (call_id, user_id)
                where p.state = 'JOINED' order by p.call_id, p.user_id for no key update of p skip locked
            ), written as (
                update call_participant p set
                    back_at = case when p.lease_until <= (select presence_floor()) then clock_timestamp() else p.back_at end,
                    lease_until =
                        greatest(p.lease_until, clock_timestamp() + ($4 - f.age) * interval '1 millisecond')
                from free f where p.call_id = f.call_id and p.user_id = f.user_id
                returning p.call_id, p.user_id
            )
            select call_id, user_id, true from written
            union all
            select call_id, user_id, false from beat b where not exists (
                select from call_participant p
                where p.call_id = b.call_id and p.user_id = b.user_id and p.state = 'JOINED')
            """;

    private static final int BATCH = 5_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final Database database;
    private final CallConfig config;
    private final Map<Place, Pulse> pulses = new ConcurrentHashMap<>();

    CallBeats(Database database, CallConfig config) {
        this.database = database;
        this.config = config;
    }

    private record Place(UUID callId, String userId) {}

    /** Instants are of the process's monotonic clock. @param writtenBeat {@link #NEVER} if none was written yet */
    private record Pulse(long beatAt, long writtenBeat, long writtenAt) {
        static Pulse unwritten(long now) {
            return new Pulse(now, NEVER, now);
        }

        Pulse beat(long now) {
            return new Pulse(now, writtenBeat, writtenAt);
        }

        Pulse wrote(long beat, long now) {
            return new Pulse(beatAt, beat, now);
        }

        boolean isDue(long now, long flushAfter) {
            return writtenBeat == NEVER || beatAt != writtenBeat && now - writtenAt >= flushAfter;
        }
    }

    private record Due(Place place, long beatAt) {}

    /** The user is still in the call. @throws ProblemException NOT_IN_CALL */
    public Uni<Void> beat(UUID callId, String userId) {
        Place place = new Place(callId, userId);
        long now = System.nanoTime();
        if (pulses.computeIfPresent(place, (same, pulse) -> pulse.beat(now)) != null)
            return Uni.createFrom().voidItem();
        pulses.put(place, Pulse.unwritten(now));
        return write(database, List.of(new Due(place, now)))
                .onFailure()
                .invoke(() -> pulses.remove(place))
                .invoke(() -> {
                    if (!pulses.containsKey(place))
                        throw new ProblemException(ProblemType.NOT_IN_CALL, "%s is not in call %s", userId, callId);
                });
    }

    /** Writes what is due, and forgets who has not beaten for a lease. */
    Uni<Void> flush(Database with) {
        long now = System.nanoTime();
        long lease = config.heartbeatTimeout().toNanos();
        pulses.values().removeIf(pulse -> now - pulse.beatAt > lease);
        List<Due> due = new ArrayList<>();
        pulses.forEach((place, pulse) -> {
            if (pulse.isDue(now, config.flushAfter().toNanos())) due.add(new Due(place, pulse.beatAt));
        });
        return Multi.createFrom()
                .iterable(due)
                .group()
                .intoLists()
                .of(BATCH)
                .onItem()
                .transformToUniAndConcatenate(batch -> write(with, batch))
                .collect()
                .last();
    }

    private Uni<Void> write(Database with, List<Due> due) {
        long now = System.nanoTime();
        return with.query(
                        WRITE,
                        Tuple.of(
                                due.stream().map(each -> each.place.callId).toArray(UUID[]::new),
                                due.stream().map(each -> each.place.userId).toArray(String[]::new),
                                due.stream()
                                        .map(each -> (now - each.beatAt) / 1_000_000)
                                        .toArray(Long[]::new),
                                config.heartbeatTimeout().toMillis()))
                .invoke(rows -> {
                    Map<Place, Long> beats = new ConcurrentHashMap<>();
                    due.forEach(each -> beats.put(each.place, each.beatAt));
                    for (Row row : rows) settle(new Place(row.getUUID(0), row.getString(1)), row.getBoolean(2), beats);
                })
                .replaceWithVoid();
    }

    private void settle(Place place, boolean isWritten, Map<Place, Long> beats) {
        if (isWritten)
            pulses.computeIfPresent(place, (same, pulse) -> pulse.wrote(beats.get(place), System.nanoTime()));
        else pulses.remove(place);
    }
}
