package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How soon an agent who says that they are ready hears of the caller they are given, at a steady rate of such set-ups. Callers
 * wait, everybody has an open stream and has asked something before, and each agent has one turn: nothing is undone meanwhile.
 */
final class ReadyAgents {
    /** What is wanted. */
    static final int PER_SECOND = 200;

    private static final int QUEUES = 100;

    private final Setting setting;
    private final int perSecond;
    private final String me;
    private final Tally heard = new Tally();

    ReadyAgents(Setting setting, int perSecond) {
        this.setting = setting;
        this.perSecond = perSecond;
        me = setting.stack().origin(Setting.ROOM_SERVICE) + "/v1/agents/me";
    }

    List<Figure> measure() throws Exception {
        long seconds = Load.PART.plus(setting.options().duration()).toSeconds() + 1;
        int turns = (int) (perSecond * seconds);
        try (var seeded = SeededQueues.of(setting.database(), "bench-r" + perSecond, QUEUES, turns)) {
            List<User> agents = setting.users().named(seeded.name() + "-agent-", turns);
            // Whoever is on duty is known there: the signature of their token is not checked for the first time.
            for (User agent : agents) Wires.await(setting.wires().get(0).send(Call.get(me, agent.token())));
            try (var invitations = new Invitations(setting, agents)) {
                return figures((wire, number, due) -> once(wire, agents, invitations, number, due));
            }
        }
    }

    private List<Figure> figures(Task task) throws Exception {
        CpuMeter cpu = setting.cpu(AssignmentBurst.PROCESSES.toArray(String[]::new));
        Tally said = setting.run(new OpenLoop(setting.wires(), perSecond, task).with(heard), cpu);
        return List.of(
                new Figure(
                        "agent is idle → SSE frame of the offer at " + Figure.perSecond(perSecond),
                        heard.percentiles() + said.complaint(),
                        kafka().percentiles() + " raw Kafka",
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

    private Future<?> once(Wire wire, List<User> agents, Invitations invitations, long number, long due) {
        if (number >= agents.size()) return Future.failedFuture("every agent has had their turn");
        User agent = agents.get((int) number);
        Future<String> invited = invitations.next(agent).onSuccess(call -> {
            heard.done();
            heard.took(due);
        });
        return wire.send(Call.post(me + "/ready", agent.token(), new JsonObject(), 200))
                .compose(said -> invited);
    }
}
