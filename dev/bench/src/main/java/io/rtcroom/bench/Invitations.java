package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open streams of agents, and what calls they are invited to. */
final class Invitations implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 15_000;

    private final Vertx vertx;
    private final EventStreams streams;
    private final Map<User, Promise<String>> expected = new ConcurrentHashMap<>();

    Invitations(Setting setting, List<User> agents) {
        vertx = setting.wires().vertx();
        streams = new EventStreams(vertx, setting.stack().origin(Setting.NOTIFY_SERVICE), "127.0.0.1", agents.size());
        int open = streams.openAll(agents, this::hear);
        if (open < agents.size()) throw new IllegalStateException("only " + open + " streams could be opened");
    }

    /** The call that the agent hears of next; fails if they hear of none. */
    Future<String> next(User agent) {
        Promise<String> call = Promise.promise();
        expected.put(agent, call);
        vertx.setTimer(PATIENCE_MILLIS, timer -> call.tryFail("no offer was heard of"));
        return call.future().onComplete(done -> expected.remove(agent, call));
    }

    private void hear(User agent, JsonObject event) {
        Promise<String> call = event.getString("type").equals("call.invited") ? expected.get(agent) : null;
        if (call != null) call.tryComplete(event.getJsonObject("data").getString("callId"));
    }

    @Override
    public void close() {
        streams.close();
    }
}
