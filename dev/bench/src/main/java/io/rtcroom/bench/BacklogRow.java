package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast events leave when there are more of them than can: a backlog is committed to the outbox of room-service at
 * once, and from there relay, Kafka, the store and the open streams do what they always do.
 */
final class BacklogRow implements Row {
    private static final int ROOMS = 400;
    private static final int EVENTS_EACH = 60;
    private static final int EVENTS = ROOMS * EVENTS_EACH;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String STORED =
            """
            select extract(epoch from max(stored_at))::text from notify.event
            where position > %s and type = 'member.updated'
            """;

    private final Setting setting;
    private final AtomicLong frames = new AtomicLong();

    BacklogRow(Setting setting) {
        this.setting = setting;
    }

    @Override
    public List<Figure> measure() throws Exception {
        run(setting.users().first(ROOMS)); // as a warm-up
        Run run = run(setting.users().first(ROOMS));
        double raw;
        try (var kafka = new KafkaRoundTrip(setting.stack().bootstrapServers())) {
            kafka.rate(EVENTS);
            raw = kafka.rate(EVENTS);
        }
        String limit = Figure.perSecond(raw) + " raw Kafka ";
        return List.of(
                new Figure(
                        "a backlog of " + EVENTS + " events, stored",
                        Figure.perSecond(run.stored),
                        limit + Figure.share(run.stored, raw),
                        "≥ 2,000 /s"),
                new Figure(
                        "  and pushed to " + ROOMS + " streams",
                        Figure.perSecond(run.pushed) + (run.missing == 0 ? "" : ", " + run.missing + " NOT HEARD"),
                        limit + Figure.share(run.pushed, raw),
                        "≥ 2,000 /s"),
                Figure.of("  CPU per event in notify-service", Figure.micros(run.notifyMicros)),
                Figure.of("  CPU per event in room-service (relay)", Figure.micros(run.relayMicros)),
                Figure.of("  CPU per event in PostgreSQL", Figure.micros(run.postgresMicros)));
    }

    private record Run(
            double stored,
            double pushed,
            long missing,
            double notifyMicros,
            double relayMicros,
            double postgresMicros) {}

    private Run run(List<User> users) throws SQLException, InterruptedException {
        frames.set(0);
        String position = setting.database().value("select coalesce(max(position), 0) from notify.event");
        CpuMeter cpu = setting.cpu(Setting.NOTIFY_SERVICE, Setting.ROOM_SERVICE, Setting.POSTGRES);
        long expected = EVENTS - ROOMS * OutboxRoom.UNHEARD;
        try (var streams = new EventStreams(
                setting.wires().vertx(), setting.stack().origin(Setting.NOTIFY_SERVICE), "127.0.0.1", ROOMS)) {
            int open = streams.openAll(users, (reader, event) -> frames.incrementAndGet());
            if (open < users.size()) throw new IllegalStateException("only " + open + " streams could be opened");
            cpu.start();
            Instant committed = commit(users);
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (frames.get() < expected && System.nanoTime() < patience) Thread.sleep(1);
            double pushed = Duration.between(committed, Instant.now()).toNanos() / 1e9;
            cpu.stop();
            double storedAt = Double.parseDouble(setting.database().value(STORED.formatted(position)));
            double stored = storedAt - committed.toEpochMilli() / 1e3;
            return new Run(
                    EVENTS / stored,
                    frames.get() / pushed,
                    expected - frames.get(),
                    cpu.microsEach(Setting.NOTIFY_SERVICE, EVENTS),
                    cpu.microsEach(Setting.ROOM_SERVICE, EVENTS),
                    cpu.microsEach(Setting.POSTGRES, EVENTS));
        }
    }

    /** Room by room in turn, as they would come in life; each is joined by its reader first. */
    private Instant commit(List<User> users) throws SQLException {
        List<OutboxRoom> rooms = OutboxRoom.of(users);
        try (var connection = setting.database().connect();
                var insert = OutboxRoom.insertBy(connection)) {
            connection.setAutoCommit(false);
            for (int seq = 1; seq <= EVENTS_EACH; seq++) {
                for (OutboxRoom room : rooms) {
                    room.fill(insert, seq);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            return Instant.now();
        }
    }
}
