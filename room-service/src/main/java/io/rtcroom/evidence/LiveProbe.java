package io.rtcroom.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.database.Turns;
import io.rtcroom.loop.Recurring;
import io.rtcroom.room.RoomConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Has the vendor asked about the streams of members who are about to count as silent, where no hook tells of them, and
 * renews the leases of those who publish. It is a loop of its own: sweeps and evictions do not wait for it, and where nobody
 * answers, nobody is renewed and nobody removed.
 */
@Singleton
class LiveProbe implements Recurring {
    private static final Logger LOG = Logger.getLogger(LiveProbe.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration WHILE_OFF = Duration.ofMinutes(1);
    /** The answer may take that long, and still nobody is told of a silence. Clients that beat are heard more often. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration ASKED_EVERY = Duration.ofSeconds(5);
    private static final int BATCH = 100;
    /** One whose stream is known to have broken off is not asked about; nor is one who has had all the rescues there are. */
    private static final String SILENT =
            """
            select distinct stream_id from member
            where lease_until > (select presence_floor()) and not stream_lost
                and lease_until < clock_timestamp() + $1 * interval '1 millisecond'
                and (probes < $2 or lease_until is distinct from probed_until)
                and stream_id <> all ($3)
            limit $4
            """;
    /** A lease that is not what the last probe made of it was renewed by a beat: the count begins anew. */
    private static final String RENEW =
            """
            with free as (
                select room_uid, user_id, joined_seq from member
                where stream_id = any ($1) and lease_until > (select presence_floor()) and not stream_lost
                    and lease_until < clock_timestamp() + $2 * interval '1 millisecond'
                    and (probes < $4 or lease_until is distinct from probed_until)
                order by room_uid, user_id, joined_seq for no key update skip locked
            ), until as (
                select clock_timestamp() + $3 * interval '1 millisecond' as lease
            )
            update member m set lease_until = u.lease, probed_until = u.lease,
                probes = case when m.lease_until = m.probed_until then m.probes + 1 else 1 end
            from free f, until u
            where m.room_uid = f.room_uid and m.user_id = f.user_id and m.joined_seq = f.joined_seq
            """;

    private final Database database;
    private final Turns turns;
    private final LiveService liveService;
    private final RoomConfig rooms;
    private final EvidenceConfig config;
    private final Counter renewed;
    private final Counter failed;
    /** When each stream was last asked about, so that those who do not publish keep nobody else from being asked about. */
    private final Map<String, Long> asked = new HashMap<>();

    LiveProbe(
            @Background Database database,
            Turns turns,
            @RestClient LiveService liveService,
            RoomConfig rooms,
            EvidenceConfig config,
            MeterRegistry meters) {
        this.database = database;
        this.turns = turns;
        this.liveService = liveService;
        this.rooms = rooms;
        this.config = config;
        renewed = meters.counter("rtcroom.evidence.probed");
        failed = meters.counter("rtcroom.evidence.probes.failed");
    }

    @Override
    public String name() {
        return "live probe";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.evidence.probe.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        if (!config.liveApi()) return Uni.createFrom().item(WHILE_OFF);
        return turns.take(name(), PERIOD)
                .chain(mine -> mine ? probe() : Uni.createFrom().voidItem())
                .replaceWith(PERIOD);
    }

    private Uni<Void> probe() {
        return silent().chain(streams ->
                streams.isEmpty() ? Uni.createFrom().voidItem() : ask(streams).chain(this::renew));
    }

    private Uni<List<String>> silent() {
        long now = System.nanoTime();
        asked.values().removeIf(at -> now - at > ASKED_EVERY.toNanos());
        return database.query(
                        SILENT,
                        Tuple.of(
                                due().toMillis(),
                                config.unconfirmedRescues(),
                                asked.keySet().toArray(String[]::new),
                                BATCH))
                .map(rows -> {
                    List<String> streams = new ArrayList<>(rows.size());
                    rows.forEach(row -> streams.add(row.getString(0)));
                    streams.forEach(stream -> asked.put(stream, now));
                    return streams;
                });
    }

    /** Nobody who answers is no evidence of anything. */
    private Uni<List<String>> ask(List<String> streams) {
        return liveService
                .live(new LiveService.LiveRequest(streams))
                .map(LiveService.LiveAnswer::live)
                .onFailure()
                .invoke(e -> LOG.warnf("not known which streams are live: %s", e.toString()))
                .onFailure()
                .invoke(e -> failed.increment())
                .onFailure()
                .recoverWithItem(List.of());
    }

    private Uni<Void> renew(List<String> live) {
        if (live.isEmpty()) return Uni.createFrom().voidItem();
        return database.query(
                        RENEW,
                        Tuple.of(
                                live.toArray(String[]::new),
                                due().toMillis(),
                                rooms.heartbeatTimeout().toMillis(),
                                config.unconfirmedRescues()))
                .invoke(rows -> renewed.increment(rows.rowCount()))
                .replaceWithVoid();
    }

    private Duration due() {
        return rooms.silence().plus(MARGIN);
    }
}
