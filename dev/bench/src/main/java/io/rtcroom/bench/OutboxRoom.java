package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A room of one user whose events are put into the outbox of room-service, as its changes would have left them. */
record OutboxRoom(UUID uid, String roomId, User user) {
    /** Everybody reads what happens in a room from their own joining on: all but the first event. */
    static final int UNHEARD = 1;

    /** What relays shard by, see io.rtcroom.outbox.Outbox. */
    private static final int SHARDS = 16;

    private static final String INSERT =
            "insert into outbox (shard, topic, key, payload) values (?, 'room-events', ?, ?)";

    static List<OutboxRoom> of(List<User> users) {
        return users.stream().map(OutboxRoom::of).toList();
    }

    private static OutboxRoom of(User user) {
        UUID uid = UUID.randomUUID();
        return new OutboxRoom(uid, "bench-" + uid, user);
    }

    static PreparedStatement insertBy(Connection connection) throws SQLException {
        return connection.prepareStatement(INSERT);
    }

    /** @param seq from 1: created, joined by its user, then changed again and again */
    void fill(PreparedStatement insert, int seq) throws SQLException {
        insert.setInt(1, Math.floorMod(roomId.hashCode(), SHARDS));
        insert.setString(2, roomId);
        insert.setString(3, event(seq).encode());
    }

    private JsonObject event(int seq) {
        var data = new JsonObject().put("family", "live").put("roomId", roomId);
        String type = seq == 1 ? "room.created" : seq == 2 ? "member.joined" : "member.updated";
        if (seq == 1) data.put("info", "bench");
        else
            data.put("userId", user.id())
                    .put("userName", "Bench")
                    .put("userAvatar", "https://img.example.com/1")
                    .put("streamId", "8888_" + user.id() + "_0123456789abcdef");
        if (seq == 2) data.put("members", 1).put("createdRoom", false).put("revived", false);
        return new JsonObject()
                .put("specversion", "1.0")
                .put("id", UUID.randomUUID().toString())
                .put("source", "/rtcroom")
                .put("type", type)
                .put("subject", "room:" + uid)
                .put("seq", seq)
                .put("time", Instant.now().toString())
                .put("datacontenttype", "application/json")
                .put("data", data);
    }
}
