package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long after its commit an event is read by whom it concerns, at a fixed rate. Each event is a transaction of its own
 * that puts it into the outbox of room-service; the time begins before the commit.
 */
final class DeliveryRow implements Row {
    private static final double EVENTS_PER_SECOND = 1_000;
    private static final int ROOMS = 200;
    private static final int WRITERS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Setting setting;
    private final Tally frames = new Tally();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();

    DeliveryRow(Setting setting) {
        this.setting = setting;
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<User> users = setting.users().first(ROOMS);
        CpuMeter cpu = setting.cpu(Setting.ROOM_SERVICE, Setting.NOTIFY_SERVICE, Setting.KAFKA, Setting.POSTGRES);
        try (var streams = new EventStreams(
                setting.wires().vertx(), setting.stack().origin(Setting.NOTIFY_SERVICE), "127.0.0.1", ROOMS)) {
            int open = streams.openAll(users, this::heard);
            if (open < users.size()) throw new IllegalStateException("only " + open + " streams could be opened");
            send(OutboxRoom.of(users), cpu);
            awaitAll();
        }
        Tally raw;
        try (var kafka = new KafkaRoundTrip(setting.stack().bootstrapServers())) {
            raw = kafka.latency(
                    EVENTS_PER_SECOND,
                    setting.options().warmUp(),
                    setting.options().duration());
        }
        long missing = sent.get() - heard.get();
        return List.of(
                new Figure(
                        "commit → SSE frame at " + Figure.perSecond(frames.perSecond()),
                        frames.percentiles() + (missing == 0 ? "" : ", " + missing + " NOT HEARD"),
                        raw.percentiles() + " raw Kafka",
                        "p99 < 50 ms"),
                Figure.of("  CPU per event in notify-service", micros(cpu, Setting.NOTIFY_SERVICE)),
                Figure.of("  CPU per event in room-service (relay)", micros(cpu, Setting.ROOM_SERVICE)),
                Figure.of(
                        "  CPU per event in PostgreSQL, Kafka",
                        micros(cpu, Setting.POSTGRES) + ", " + micros(cpu, Setting.KAFKA)));
    }

    private String micros(CpuMeter cpu, String process) {
        return Figure.micros(cpu.microsEach(process, frames.count()));
    }

    /** The rooms are dealt out to the writers, so that each room's events are committed in their order. */
    private void send(List<OutboxRoom> rooms, CpuMeter cpu) throws Exception {
        Duration warmUp = setting.options().warmUp();
        var schedule = new Schedule(System.nanoTime(), EVENTS_PER_SECOND / WRITERS);
        long ends = schedule.startNanos()
                + warmUp.plus(setting.options().duration()).toNanos();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int share = rooms.size() / WRITERS;
                List<OutboxRoom> own = rooms.subList(writer * share, (writer + 1) * share);
                running.add(writers.submit((Callable<Void>) () -> write(own, schedule, ends)));
            }
            Thread.sleep(warmUp);
            cpu.start();
            frames.open();
            for (Future<?> writer : running) writer.get();
            frames.close();
            cpu.stop();
        }
    }

    private Void write(List<OutboxRoom> rooms, Schedule schedule, long ends) throws SQLException, InterruptedException {
        try (var connection = setting.database().connect();
                var insert = OutboxRoom.insertBy(connection)) {
            for (int number = 0; System.nanoTime() < ends; Thread.sleep(1))
                for (long due = schedule.dueBy(System.nanoTime()); number < due; number++) {
                    int seq = 1 + number / rooms.size();
                    rooms.get(number % rooms.size()).fill(insert, seq);
                    insert.executeUpdate();
                    if (seq > OutboxRoom.UNHEARD) sent.incrementAndGet();
                }
        }
        return null;
    }

    private void heard(User user, JsonObject event) {
        Instant decided = Instant.parse(event.getString("time"));
        heard.incrementAndGet();
        frames.done();
        frames.record(decided.until(Instant.now(), ChronoUnit.NANOS));
    }

    /** All that was sent has been read, or never will be. */
    private void awaitAll() throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (heard.get() < sent.get() && System.nanoTime() < patience) Thread.sleep(50);
    }
}
