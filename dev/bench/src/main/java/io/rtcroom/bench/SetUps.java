package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What set-ups by request cost. Everybody has an open stream; whoever has heard of an offer declines and takes a break: the
 * caller stands where they stood, and the agent rests until it is their turn again. How soon they hear: {@link ReadyAgents}.
 */
final class SetUps {
    private static final String NAME = "bench-s";
    private static final int AGENTS = 60;
    private static final int QUEUES = 20;
    private static final int WORKERS = 24;

    private final Setting setting;
    private final String origin;
    private final Queue<User> resting = new ConcurrentLinkedQueue<>();

    SetUps(Setting setting) {
        this.setting = setting;
        origin = setting.stack().origin(Setting.ROOM_SERVICE);
    }

    List<Figure> measure() throws Exception {
        try (var seeded = SeededQueues.of(setting.database(), NAME, QUEUES, AGENTS)) {
            List<User> agents = setting.users().named(seeded.name() + "-agent-", AGENTS);
            resting.addAll(agents);
            try (var invitations = new Invitations(setting, agents)) {
                return figures((wire, number, due) -> once(wire, invitations));
            }
        }
    }

    private List<Figure> figures(Task task) throws InterruptedException {
        CpuMeter cpu = setting.cpu(Setting.ROOM_SERVICE, Setting.POSTGRES);
        Tally most = setting.run(new ClosedLoop(setting.wires(), WORKERS, task), cpu);
        return List.of(
                Figure.of(
                        "set-ups and their undoing: ready, offer, decline, break",
                        Figure.perSecond(most.perSecond()) + most.complaint()),
                Figure.of("  CPU of each in room-service, PostgreSQL", each(cpu, most)));
    }

    private static String each(CpuMeter cpu, Tally tally) {
        return Figure.micros(cpu.microsEach(Setting.ROOM_SERVICE, tally.count())) + ", "
                + Figure.micros(cpu.microsEach(Setting.POSTGRES, tally.count()));
    }

    private Future<?> once(Wire wire, Invitations invitations) {
        User agent = resting.poll();
        if (agent == null) return Future.failedFuture("no agent rests");
        Future<String> invited = invitations.next(agent);
        return wire.send(post(agent, "/v1/agents/me/ready"))
                .compose(ready -> invited)
                .compose(callId -> wire.send(post(agent, "/v1/calls/" + callId + "/decline")))
                .compose(declined -> wire.send(takeBreak(agent)))
                .onComplete(done -> resting.add(agent));
    }

    private Call post(User agent, String path) {
        return Call.post(origin + path, agent.token(), new JsonObject(), 200);
    }

    private Call takeBreak(User agent) {
        return Call.post(origin + "/v1/agents/me/break", agent.token(), new JsonObject().put("reason", "bench"), 200);
    }
}
