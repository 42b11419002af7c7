package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * How soon an agent who says that they are ready hears of the caller they are given. Everybody has an open stream. Whoever
 * has heard declines and takes a break: the caller stands where they stood, and the agent rests until it is their turn.
 */
final class SetUps {
    private static final String NAME = "bench-s";
    private static final int AGENTS = 60;
    private static final int QUEUES = 20;
    private static final int WORKERS = 24;
    private static final double WANTED_PER_SECOND = 200;
    private static final long PATIENCE_MILLIS = 15_000;
    private static final String INVITED = "call.invited";

    private final Setting setting;
    private final String origin;
    private final Queue<User> resting = new ConcurrentLinkedQueue<>();
    private final Map<User, Expected> expected = new ConcurrentHashMap<>();
    private final Tally heard = new Tally();

    /** An offer to come. @param due when the agent was to be ready @param callId once it has come */
    private record Expected(long due, Promise<String> callId) {}

    SetUps(Setting setting) {
        this.setting = setting;
        origin = setting.stack().origin(Setting.ROOM_SERVICE);
    }

    List<Figure> measure() throws Exception {
        try (var seeded = SeededQueues.of(setting.database(), NAME, QUEUES, AGENTS);
                var streams = new EventStreams(
                        setting.wires().vertx(), setting.stack().origin(Setting.NOTIFY_SERVICE), "127.0.0.1", AGENTS)) {
            List<User> agents = setting.users().named(seeded.name() + "-agent-", AGENTS);
            int open = streams.openAll(agents, this::hear);
            if (open < agents.size()) throw new IllegalStateException("only " + open + " streams could be opened");
            resting.addAll(agents);
            return figures();
        }
    }

    private List<Figure> figures() throws Exception {
        CpuMeter cpu = setting.cpu(Setting.ROOM_SERVICE, Setting.POSTGRES);
        Tally most = setting.run(new ClosedLoop(setting.wires(), WORKERS, this::once), cpu);
        double rate = Math.min(WANTED_PER_SECOND, most.perSecond() / 2);
        Tally steady = setting.run(new OpenLoop(setting.wires(), rate, this::once).with(heard), setting.cpu());
        Tally raw = kafkaAt(rate);
        return List.of(
                Figure.of(
                        "set-ups by request: ready, offer, decline, break",
                        Figure.perSecond(most.perSecond()) + most.complaint()),
                Figure.of("  CPU of each in room-service, PostgreSQL", each(cpu, most)),
                new Figure(
                        "agent is idle → SSE frame of the offer at " + Figure.perSecond(rate),
                        percentiles(heard) + steady.complaint(),
                        percentiles(raw) + " raw Kafka",
                        "p99 < 50 ms at 200 /s"));
    }

    private Tally kafkaAt(double rate) throws Exception {
        try (var kafka = new KafkaRoundTrip(setting.stack().bootstrapServers())) {
            return kafka.latency(
                    rate, setting.options().warmUp(), setting.options().duration());
        }
    }

    private static String each(CpuMeter cpu, Tally tally) {
        return Figure.micros(cpu.microsEach(Setting.ROOM_SERVICE, tally.count())) + ", "
                + Figure.micros(cpu.microsEach(Setting.POSTGRES, tally.count()));
    }

    private static String percentiles(Tally tally) {
        return "p50 " + Figure.millis(tally.millis(50)) + ", p99 " + Figure.millis(tally.millis(99));
    }

    private Future<?> once(Wire wire, long number, long due) {
        User agent = resting.poll();
        if (agent == null) return Future.failedFuture("no agent rests");
        var offer = new Expected(due, Promise.promise());
        expected.put(agent, offer);
        setting.wires().vertx().setTimer(PATIENCE_MILLIS, timer -> offer.callId.tryFail("no offer was heard of"));
        return wire.send(post(agent, "/v1/agents/me/ready"))
                .compose(ready -> offer.callId.future())
                .compose(callId -> wire.send(post(agent, "/v1/calls/" + callId + "/decline")))
                .compose(declined -> wire.send(takeBreak(agent)))
                .onComplete(done -> {
                    expected.remove(agent, offer);
                    resting.add(agent);
                });
    }

    private Call post(User agent, String path) {
        return Call.post(origin + path, agent.token(), new JsonObject(), 200);
    }

    private Call takeBreak(User agent) {
        return Call.post(origin + "/v1/agents/me/break", agent.token(), new JsonObject().put("reason", "bench"), 200);
    }

    private void hear(User agent, JsonObject event) {
        Expected offer = event.getString("type").equals(INVITED) ? expected.remove(agent) : null;
        if (offer == null) return;
        heard.done();
        heard.took(offer.due);
        offer.callId.tryComplete(event.getJsonObject("data").getString("callId"));
    }
}
