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
        if (known.size() < count) known.addAll(issue("bench-", known.size(), count));
        return List.copyOf(known.subList(0, count));
    }

    /** Others, of such names and a number. */
    List<User> named(String prefix, int count) {
        return issue(prefix, 0, count);
    }

    private List<User> issue(String prefix, int from, int to) {
        var users = new ArrayList<User>();
        while (from + users.size() < to) {
            int next = from + users.size();
            var asked = new ArrayList<Future<User>>();
            for (int i = next; i < Math.min(to, next + AT_ONCE); i++) asked.add(issue(prefix + i));
            Wires.await(Future.all(asked)).<User>list().forEach(users::add);
        }
        return users;
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
