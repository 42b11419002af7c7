package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * How soon an agent who says that they are ready hears of the caller they are given, at a steady rate of such set-ups. Callers
 * wait, everybody has an open stream, and each agent has one turn: nothing is undone meanwhile.
 */
final class ReadyAgents {
    /** What is wanted. */
    static final int PER_SECOND = 200;

    private static final int QUEUES = 100;
    private static final long PATIENCE_MILLIS = 15_000;
    private static final String INVITED = "call.invited";

    private final Setting setting;
    private final int perSecond;
    private final String ready;
    /** Who has said so, and is to hear. */
    private final Map<User, Expected> expected = new ConcurrentHashMap<>();

    private final Tally heard = new Tally();

    /** An offer to come. @param due when the agent was to be ready */
    private record Expected(long due, Promise<Void> heard) {}

    ReadyAgents(Setting setting, int perSecond) {
        this.setting = setting;
        this.perSecond = perSecond;
        ready = setting.stack().origin(Setting.ROOM_SERVICE) + "/v1/agents/me/ready";
    }

    List<Figure> measure() throws Exception {
        long seconds = Load.PART.plus(setting.options().duration()).toSeconds() + 1;
        int turns = (int) (perSecond * seconds);
        try (var seeded = SeededQueues.of(setting.database(), "bench-r" + perSecond, QUEUES, turns);
                var streams = new EventStreams(
                        setting.wires().vertx(), setting.stack().origin(Setting.NOTIFY_SERVICE), "127.0.0.1", turns)) {
            List<User> agents = setting.users().named(seeded.name() + "-agent-", turns);
            int open = streams.openAll(agents, this::hear);
            if (open < turns) throw new IllegalStateException("only " + open + " streams could be opened");
            return figures(agents);
        }
    }

    private List<Figure> figures(List<User> agents) throws Exception {
        CpuMeter cpu = setting.cpu(AssignmentBurst.PROCESSES.toArray(String[]::new));
        Tally said = setting.run(
                new OpenLoop(setting.wires(), perSecond, (wire, number, due) -> once(wire, agents, number, due))
                        .with(heard),
                cpu);
        return List.of(
                new Figure(
                        "agent is idle → SSE frame of the offer at " + Figure.perSecond(perSecond),
                        percentiles(heard) + said.complaint(),
                        percentiles(kafka()) + " raw Kafka",
                        "p99 < 50 ms at " + Figure.perSecond(PER_SECOND)),
                Figure.of("  CPU of each, " + String.join(", ", AssignmentBurst.PROCESSES), each(cpu)));
    }

    private String each(CpuMeter cpu) {
        return AssignmentBurst.PROCESSES.stream()
                .map(process -> Figure.micros(cpu.microsEach(process, heard.count())))
                .collect(Collectors.joining(", "));
    }

    private Tally kafka() throws Exception {
        try (var kafka = new KafkaRoundTrip(setting.stack().bootstrapServers())) {
            return kafka.latency(perSecond, Load.PART, setting.options().duration());
        }
    }

    private static String percentiles(Tally tally) {
        return "p50 " + Figure.millis(tally.millis(50)) + ", p99 " + Figure.millis(tally.millis(99));
    }

    private Future<?> once(Wire wire, List<User> agents, long number, long due) {
        if (number >= agents.size()) return Future.failedFuture("every agent has had their turn");
        User agent = agents.get((int) number);
        var offer = new Expected(due, Promise.promise());
        expected.put(agent, offer);
        setting.wires().vertx().setTimer(PATIENCE_MILLIS, timer -> offer.heard.tryFail("no offer was heard of"));
        return wire.send(Call.post(ready, agent.token(), new JsonObject(), 200)).compose(said -> offer.heard.future());
    }

    private void hear(User agent, JsonObject event) {
        Expected offer = event.getString("type").equals(INVITED) ? expected.remove(agent) : null;
        if (offer == null) return;
        heard.done();
        heard.took(offer.due);
        offer.heard.tryComplete();
    }
}
