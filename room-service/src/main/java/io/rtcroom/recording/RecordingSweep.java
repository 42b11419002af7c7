package io.rtcroom.recording;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.database.Turns;
import io.rtcroom.loop.Each;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Begins what the policy of a room wants, gives free slots, and ends what has to end: one replica at a time, one
 * bounded search, then one short transaction per recording that takes only recordings nobody holds.
 */
@Singleton
class RecordingSweep implements Recurring {
    /** Somebody's decision to end a recording stands: only of a publisher who was away it is begun anew. */
    private static final String WANTED =
            """
            select r.uid, m.user_id, m.stream_id from room r join member m on m.room_uid = r.uid
            where r.record = 'auto'
                and (r.recording_consent = 'none' or exists (
                    select from recording_consent c where c.room_uid = r.uid and c.user_id = m.user_id))
                and exists (select from publication p where p.stream_id = m.stream_id and p.ended_at is null)
                and not exists (
                    select from recording x where x.stream_id = m.stream_id and x.room_uid = r.uid
                        and (x.reason is distinct from 'publisher-gone' or x.state = 'STOPPING'))
            limit $1
            """;

    private static final String DUE =
            """
            (select id, 'EXPIRED' from recording where deadline <= clock_timestamp() limit $1)
            union all
            (select id, 'ROOM_ENDED' from recording r where state in ('QUEUED', 'STARTING', 'RECORDING')
                and not exists (select from room where uid = r.room_uid) limit $1)
            union all
            (select id, 'PUBLISHER_GONE' from recording r where state = 'RECORDING'
                and started_at < clock_timestamp() - $2 * interval '1 millisecond' and not exists (
                    select from publication p where p.stream_id = r.stream_id
                        and coalesce(p.ended_at, 'infinity') > clock_timestamp() - $2 * interval '1 millisecond')
                limit $1)
            union all
            (select id, 'KEPT_LONG_ENOUGH' from recording where state in ('READY', 'FAILED')
                and ended_at < now() - $3 * interval '1 millisecond' limit $1)
            """;
    private static final String WAITING = "select id from recording where state = 'QUEUED' limit 1";
    private static final String FORGET =
            """
            delete from recording where id in (
                select id from recording where state = 'DELETED'
                    and state_since < clock_timestamp() - $1 * interval '1 millisecond' limit $2 for update skip locked)
            """;

    private final Database database;
    private final Turns turns;
    private final RecordingTable table;
    private final Recordings recordings;
    private final RecordingConfig config;

    RecordingSweep(
            @Background Database database,
            Turns turns,
            RecordingTable table,
            Recordings recordings,
            RecordingConfig config) {
        this.database = database;
        this.turns = turns;
        this.table = table;
        this.recordings = recordings;
        this.config = config;
    }

    @Override
    public String name() {
        return "recording sweep";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.sweep.recordings.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return turns.take(name(), config.sweepPeriod())
                .chain(mine -> mine ? sweep() : Uni.createFrom().voidItem())
                .replaceWith(config.sweepPeriod());
    }

    private Uni<Void> sweep() {
        Tuple due = Tuple.of(
                config.sweepBatch(),
                config.publisherGrace().toMillis(),
                config.retention().toMillis());
        return each(DUE, due, row -> decide(row.getUUID(0), decision(row.getString(1))))
                .chain(() -> each(
                        WANTED,
                        Tuple.of(config.sweepBatch()),
                        row -> recordings.start(row.getUUID(0), row.getString(1), row.getString(2), null)))
                .chain(() -> each(WAITING, Tuple.tuple(), row -> recordings.giveSlots()))
                .chain(() -> database.query(FORGET, Tuple.of(config.memory().toMillis(), config.sweepBatch())))
                .replaceWithVoid();
    }

    private static Consumer<Recording> decision(String cause) {
        return switch (cause) {
            case "EXPIRED" -> Recording::expire;
            case "KEPT_LONG_ENOUGH" -> Recording::delete;
            default ->
                recording -> {
                    if (recording.state().isBeforeStop()) recording.stop(EndReason.valueOf(cause));
                };
        };
    }

    private Uni<Void> decide(UUID id, Consumer<Recording> decision) {
        return database.transaction(connection -> table.lockIfFree(connection, id)
                .onItem()
                .ifNotNull()
                .transformToUni(recording -> {
                    decision.accept(recording);
                    return table.save(connection, recording);
                }));
    }

    private Uni<Void> each(String sql, Tuple parameters, Function<Row, Uni<?>> work) {
        return database.query(sql, parameters).chain(rows -> Each.of(rows, 1, "recording not swept", work));
    }
}
