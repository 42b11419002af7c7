package io.rtcroom.bench;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Users with tokens, as a back end asks for them. */
final class Users {
    private static final int AT_ONCE = 32;

    record User(String id, String token) {}

    private final LocalStack stack;
    private final Wires wires;
    private final List<User> known = new ArrayList<>();

    Users(LocalStack stack, Wires wires) {
        this.stack = stack;
        this.wires = wires;
    }

    /** The first so many; whoever has no token yet gets one. */
    List<User> first(int count) {
        while (known.size() < count) {
            var asked = new ArrayList<Future<User>>();
            for (int i = known.size(); i < Math.min(count, known.size() + AT_ONCE); i++) asked.add(issue("bench-" + i));
            Wires.await(Future.all(asked)).<User>list().forEach(known::add);
        }
        return List.copyOf(known.subList(0, count));
    }

    private Future<User> issue(String id) {
        Call call = Call.post(
                stack.origin(Setting.ROOM_SERVICE) + "/v1/tokens",
                stack.apiKey(),
                new JsonObject().put("userId", id),
                201);
        return wires.get(0)
                .send(call)
                .map(body -> new User(id, body.toJsonObject().getString("token")));
    }
}
