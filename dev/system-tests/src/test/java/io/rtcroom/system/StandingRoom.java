package io.rtcroom.system;

import java.util.List;

/** A live room that its host keeps open by heartbeats, and whose events the host follows, come what may. */
final class StandingRoom implements AutoCloseable {
    private final String roomId = Names.room();
    private final String hostId = Names.user("host");
    private final String uid;
    private final String session;
    /** From before the host was a member. */
    private final String cursor;

    private final V1Client host;
    private final Follower follower;
    private final Pulse pulse;

    StandingRoom(Stack stack) {
        host = V1Client.user(stack, hostId);
        uid = host.createRoom("live", roomId).hasStatus(201).text("uid");
        cursor = host.get("/v1/events").hasStatus(200).text("next");
        session = Patience.until(() -> host.join(uid)).hasStatus(201).text("session");
        follower = new Follower(host, cursor);
        pulse = Pulse.of(this::beat);
    }

    Answer beat() {
        return host.heartbeat(uid, session);
    }

    String roomId() {
        return roomId;
    }

    String hostId() {
        return hostId;
    }

    String uid() {
        return uid;
    }

    String subject() {
        return "room:" + uid;
    }

    String cursor() {
        return cursor;
    }

    V1Client host() {
        return host;
    }

    Follower follower() {
        return follower;
    }

    /** The events of this room, by id, as the host's stream delivered them, across all its connections. */
    List<String> streamedIds() {
        return follower.of(subject()).stream()
                .map(frame -> frame.event().path("id").asText())
                .toList();
    }

    @Override
    public void close() {
        pulse.close();
        follower.close();
    }
}
