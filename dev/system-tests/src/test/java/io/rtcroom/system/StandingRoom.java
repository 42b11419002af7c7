package io.rtcroom.system;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A live room that its host keeps open by heartbeats, and whose events the host follows, come what may. */
final class StandingRoom implements AutoCloseable {
    private final String roomId = Names.room();
    private final String hostId = Names.user("host");
    private final String uid;
    private final String session;
    private final V1Client host;
    private final Follower follower;
    private final ExecutorService pulse = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closing;

    StandingRoom(Stack stack) {
        host = V1Client.user(stack, hostId);
        uid = host.createRoom("live", roomId).hasStatus(201).text("uid");
        session = host.join(uid).hasStatus(201).text("session");
        follower = new Follower(host);
        pulse.submit(this::beat);
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

    V1Client host() {
        return host;
    }

    /** The events of this room, by id, as the host's stream delivered them, across all its connections. */
    List<String> streamedIds() {
        return follower.of(subject()).stream()
                .map(frame -> frame.event().path("id").asText())
                .toList();
    }

    private void beat() {
        while (!closing) {
            try {
                host.heartbeat(uid, session);
            } catch (Http.NoAnswerException e) {
                // As real clients do: log and go on.
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
        }
    }

    @Override
    public void close() {
        closing = true;
        follower.close();
        pulse.close();
    }
}
