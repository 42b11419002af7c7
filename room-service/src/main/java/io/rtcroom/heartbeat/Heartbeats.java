package io.rtcroom.heartbeat;

import io.rtcroom.member.Leases;
import io.rtcroom.member.Members;
import io.rtcroom.member.Session;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.RoomName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that beat through this replica. Only presence is remembered, never absence: an unknown session is always
 * looked up. A session the database no longer has leaves with the next flush.
 */
@Singleton
public class Heartbeats {
    private final Map<Session, Pulse> pulses = new ConcurrentHashMap<>();
    private final Map<Name, Pulse> named = new ConcurrentHashMap<>();
    private final Leases leases;
    private final Members members;

    /** How the old dialect names a session. */
    private record Name(RoomName room, String userId) {}

    Heartbeats(Leases leases, Members members) {
        this.leases = leases;
        this.members = members;
    }

    /** The user is present in the room of this name. @throws ProblemException NOT_A_MEMBER */
    public Uni<Void> beat(RoomName room, String userId) {
        Name name = new Name(room, userId);
        Pulse known = named.get(name);
        if (known != null && known.beat()) return Uni.createFrom().voidItem();
        return leases.find(room, userId).chain(this::present).map(session -> {
            if (session == null)
                throw new ProblemException(ProblemType.NOT_A_MEMBER, "%s is not in room %s", userId, room);
            Pulse pulse = pulses.computeIfAbsent(session, Pulse::new);
            pulse.beat();
            named.put(name, pulse);
            return null;
        });
    }

    /** The pulse of the session, which has just beaten, or null if the session is over. */
    Uni<Pulse> beat(Session session) {
        Pulse known = pulses.get(session);
        if (known != null && known.beat()) return Uni.createFrom().item(known);
        return leases.find(session).chain(this::present).map(found -> {
            if (found == null) return null;
            Pulse pulse = pulses.computeIfAbsent(session, Pulse::new);
            return pulse.beat() ? pulse : null;
        });
    }

    /** The session if it is present or could be revived, else null. */
    private Uni<Session> present(Leases.Standing found) {
        if (found == null) return Uni.createFrom().nullItem();
        Uni<Boolean> present = found.present() ? Uni.createFrom().item(true) : members.revive(found.session());
        return present.map(is -> is ? found.session() : null);
    }

    /** The beats to write now, in the order of their sessions. */
    List<Pulse> due(Duration flushAfter) {
        long now = System.nanoTime();
        return pulses.values().stream()
                .filter(pulse -> pulse.isDue(now, flushAfter))
                .sorted((one, other) -> one.session().compareTo(other.session()))
                .toList();
    }

    void forget(Session session) {
        Pulse pulse = pulses.remove(session);
        if (pulse != null) pulse.end();
    }

    /** Drops sessions that have long stopped beating here, and names of sessions that are gone. */
    void forgetSilent(Duration silence) {
        long now = System.nanoTime();
        pulses.values().removeIf(pulse -> pulse.isSilent(now, silence) && pulse.end());
        named.values().removeIf(Pulse::hasEnded);
    }

    int size() {
        return pulses.size();
    }
}
