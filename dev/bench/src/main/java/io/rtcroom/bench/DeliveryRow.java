package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long after a change those concerned read of it, at a fixed rate of changes made through the API. The time begins
 * where the transaction read the database's clock, so its commit is within.
 */
final class DeliveryRow implements Row {
    private static final double EVENTS_PER_SECOND = 1_000;
    private static final int USERS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Setting setting;
    private final Tally frames = new Tally();
    private final AtomicLong joinsAsked = new AtomicLong();
    private final AtomicLong joinsHeard = new AtomicLong();

    DeliveryRow(Setting setting) {
        this.setting = setting;
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<User> users = setting.users().first(USERS);
        CpuMeter cpu = setting.cpu(
                Setting.ROOM_SERVICE, Setting.NOTIFY_SERVICE, Setting.KAFKA, Setting.POSTGRES, Setting.EDGE);
        Tally cycles;
        try (var streams = new EventStreams(
                setting.wires().vertx(), setting.stack().origin(Setting.NOTIFY_SERVICE), "127.0.0.1", USERS)) {
            int open = streams.openAll(users, this::heard);
            if (open < users.size()) throw new IllegalStateException("only " + open + " streams could be opened");
            cycles = setting.run(
                    new OpenLoop(setting.wires(), EVENTS_PER_SECOND / Cycle.EVENTS, task(users)).with(frames), cpu);
            awaitAll();
        }
        Tally raw;
        try (var kafka = new KafkaRoundTrip(setting.stack().bootstrapServers())) {
            raw = kafka.latency(
                    EVENTS_PER_SECOND,
                    setting.options().warmUp(),
                    setting.options().duration());
        }
        long missing = joinsAsked.get() - joinsHeard.get();
        var figures = new ArrayList<Figure>();
        figures.add(new Figure(
                "commit → SSE frame at " + Figure.perSecond(cycles.perSecond() * Cycle.EVENTS),
                percentiles(frames) + cycles.complaint() + (missing == 0 ? "" : ", " + missing + " JOINS NOT HEARD"),
                percentiles(raw) + " raw Kafka",
                "p99 < 50 ms"));
        figures.add(Figure.of(
                "  frames, CPU per event in notify-service",
                Figure.perSecond(frames.perSecond()) + ", "
                        + Figure.micros(cpu.microsEach(Setting.NOTIFY_SERVICE, cycles.count() * Cycle.EVENTS))));
        return figures;
    }

    private static String percentiles(Tally tally) {
        return "p50 " + Figure.millis(tally.millis(50)) + ", p99 " + Figure.millis(tally.millis(99));
    }

    private Task task(List<User> users) {
        var cycle = new Cycle(setting.stack().origin(Setting.ROOM_SERVICE), new Tally());
        return (wire, number, due) -> cycle.once(wire, user(users, 2 * number), user(users, 2 * number + 1), due)
                .onSuccess(done -> joinsAsked.addAndGet(2));
    }

    private void heard(User user, JsonObject event) {
        Instant decided = Instant.parse(event.getString("time"));
        frames.done();
        frames.record(decided.until(Instant.now(), ChronoUnit.NANOS));
        boolean own = user.id().equals(event.getJsonObject("data").getString("userId"));
        if (own && event.getString("type").equals("member.joined")) joinsHeard.incrementAndGet();
    }

    /** Everybody who has joined has read of it, or never will. */
    private void awaitAll() throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (joinsHeard.get() < joinsAsked.get() && System.nanoTime() < patience) Thread.sleep(50);
    }

    private static User user(List<User> users, long number) {
        return users.get((int) (number % users.size()));
    }
}
