package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The life of a room of two: created, entered twice, looked at, left twice. */
final class Cycle {

    private final String rooms;
    private final Tally requests;

    /** @param requests gets the time of each request */
    Cycle(String origin, Tally requests) {
        rooms = origin + "/v1/rooms";
        this.requests = requests;
    }

    Future<?> once(Wire wire, User one, User other, long due) {
        return timed(wire, create(one), due).compose(created -> {
            String members = rooms + "/" + created.toJsonObject().getString("uid") + "/members";
            return timed(wire, join(members, one))
                    .compose(done -> timed(wire, join(members, other)))
                    .compose(
                            done -> timed(wire, Call.get(members, other.token()).containing("\"" + one.id() + "\"")))
                    .compose(done -> timed(wire, leave(members, one)))
                    .compose(done -> timed(wire, leave(members, other)));
        });
    }

    private Future<Buffer> timed(Wire wire, Call call) {
        return timed(wire, call, System.nanoTime());
    }

    private Future<Buffer> timed(Wire wire, Call call, long due) {
        return wire.send(call).onSuccess(body -> {
            requests.done();
            requests.took(due);
        });
    }

    private Call create(User user) {
        return Call.post(
                rooms, user.token(), new JsonObject().put("family", "double").put("info", "bench"), 201);
    }

    private static Call join(String members, User user) {
        return Call.post(members, user.token(), new JsonObject().put("userName", "Bench"), 201);
    }

    private static Call leave(String members, User user) {
        return Call.delete(members + "/" + user.id(), user.token(), 204);
    }
}
