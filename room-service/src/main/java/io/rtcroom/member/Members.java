package io.rtcroom.member;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.address.StreamAddresses;
import io.rtcroom.database.Database;
import io.rtcroom.group.ImGroups;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Claim;
import io.rtcroom.room.Joined;
import io.rtcroom.room.Member;
import io.rtcroom.room.Occupancies;
import io.rtcroom.room.Occupancy;
import io.rtcroom.room.Profile;
import io.rtcroom.room.RoomInfo;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.Rooms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Coming and going. Addresses are fetched before the transaction, the IM group is asked for after it. */
@Singleton
public class Members {
    private final Database database;
    private final Occupancies occupancies;
    private final ImGroups imGroups;
    private final Counter revived;

    Members(Database database, Occupancies occupancies, ImGroups imGroups, MeterRegistry metrics) {
        this.database = database;
        this.occupancies = occupancies;
        this.imGroups = imGroups;
        revived = metrics.counter("rtcroom.members.revived");
    }

    /**
     * Joins by name, as the old dialect does.
     *
     * @param createIfMissing whether an unknown room comes into being, with {@code infoIfCreated}
     * @throws ProblemException NO_SUCH_ROOM, ROOM_FULL, ALREADY_JOINED
     */
    public Uni<Joined> join(
            RoomName name, Profile profile, StreamAddresses addresses, boolean createIfMissing, String infoIfCreated) {
        RoomInfo info = new RoomInfo(infoIfCreated);
        return database.transaction(connection -> occupancies
                        .lock(connection, name)
                        .chain(found -> clear(connection, found))
                        .onItem()
                        .ifNotNull()
                        .transformToUni(
                                occupancy -> seat(connection, occupancy, profile, addresses, Claim.UNNAMED, false))
                        .onItem()
                        .ifNull()
                        .switchTo(() -> createAndSeat(connection, name, info, profile, addresses, createIfMissing)))
                .call(joined -> joined.createdRoom()
                        ? imGroups.ensure(name.roomId(), joined.room().uid())
                        : Uni.createFrom().voidItem());
    }

    /**
     * Joins an existing room.
     *
     * @param claim the session that this one knowingly takes the place of
     * @throws ProblemException NO_SUCH_ROOM, ROOM_FULL, ALREADY_JOINED
     */
    Uni<Joined> join(UUID uid, Profile profile, StreamAddresses addresses, Claim claim) {
        return database.transaction(connection -> occupancies
                        .lock(connection, uid)
                        .chain(found -> clear(connection, found))
                        .onItem()
                        .ifNotNull()
                        .transformToUni(occupancy -> seat(connection, occupancy, profile, addresses, claim, false)))
                .onItem()
                .ifNull()
                .failWith(() -> Rooms.noSuchRoom(uid));
    }

    /** @throws ProblemException NOT_A_MEMBER, also if there is no such room */
    public Uni<Void> leave(RoomName name, String userId) {
        return left(userId, database.transaction(connection -> occupancies
                .lock(connection, name)
                .chain(occupancy -> leave(connection, occupancy, userId, Claim.UNNAMED))));
    }

    /**
     * @param claim the session that leaves
     * @throws ProblemException NOT_A_MEMBER, also if there is no such room; SESSION_REPLACED
     */
    Uni<Void> leave(UUID uid, String userId, Claim claim) {
        return left(userId, database.transaction(connection -> occupancies
                .lock(connection, uid)
                .chain(occupancy -> leave(connection, occupancy, userId, claim))));
    }

    /**
     * Gives an evicted session its seat back, if its room lives and has one; the user hears nothing of having been away.
     *
     * @return whether the session is present now
     */
    public Uni<Boolean> revive(Session session) {
        return database.transaction(connection -> occupancies
                        .lock(connection, session.roomUid())
                        .chain(occupancy -> revive(connection, occupancy, session)))
                .invoke(outcome -> {
                    if (outcome == Revival.REVIVED) revived.increment();
                })
                .map(outcome -> outcome != Revival.GONE);
    }

    private enum Revival {
        REVIVED,
        PRESENT,
        GONE
    }

    private Uni<Revival> revive(SqlConnection connection, Occupancy occupancy, Session session) {
        if (occupancy == null) return Uni.createFrom().item(Revival.GONE);
        Member present = occupancy.find(session.userId(), session.epoch());
        if (present != null || occupancy.hasEnded())
            return occupancies
                    .save(connection, occupancy)
                    .replaceWith(
                            present != null && present.epoch() == session.epoch() ? Revival.PRESENT : Revival.GONE);
        return occupancies
                .revivable(connection, occupancy, session.userId(), session.epoch())
                .chain(evicted -> {
                    boolean back = evicted != null && occupancy.revive(evicted);
                    return occupancies.save(connection, occupancy).replaceWith(back ? Revival.REVIVED : Revival.GONE);
                });
    }

    /** Answers whether the user was a member; if not, what is left of an evicted session goes all the same. */
    private Uni<Boolean> leave(SqlConnection connection, Occupancy occupancy, String userId, Claim claim) {
        if (occupancy == null) return Uni.createFrom().item(false);
        boolean isMember = !occupancy.hasEnded() && occupancy.has(userId, claim);
        if (isMember) occupancy.leave(userId, claim);
        return occupancies
                .save(connection, occupancy)
                .call(() -> occupancies.forget(connection, occupancy.room(), userId, claim))
                .replaceWith(isMember);
    }

    private static Uni<Void> left(String userId, Uni<Boolean> leaving) {
        return leaving.map(wasMember -> {
            if (!wasMember) throw new ProblemException(ProblemType.NOT_A_MEMBER, "%s is in no such room", userId);
            return null;
        });
    }

    /** If the expired were the last, their room ends here; null then. */
    private Uni<Occupancy> clear(SqlConnection connection, Occupancy occupancy) {
        return occupancy == null || !occupancy.hasEnded()
                ? Uni.createFrom().item(occupancy)
                : occupancies.save(connection, occupancy).replaceWith((Occupancy) null);
    }

    private Uni<Joined> seat(
            SqlConnection connection,
            Occupancy occupancy,
            Profile profile,
            StreamAddresses addresses,
            Claim claim,
            boolean createdRoom) {
        Joined joined = occupancy.join(profile, addresses, claim, createdRoom);
        return occupancies.save(connection, occupancy).replaceWith(joined);
    }

    private Uni<Joined> createAndSeat(
            SqlConnection connection,
            RoomName name,
            RoomInfo info,
            Profile profile,
            StreamAddresses addresses,
            boolean createIfMissing) {
        if (!createIfMissing) throw Rooms.noSuchRoom(name);
        return occupancies
                .insert(connection, name, info)
                .chain(created -> created != null
                        ? seat(connection, created, profile, addresses, Claim.UNNAMED, true)
                        // Somebody created it a moment ago: it is theirs, and this is an ordinary join.
                        : occupancies
                                .lock(connection, name)
                                .onItem()
                                .ifNull()
                                .failWith(Database.LostRaceException::new)
                                .chain(occupancy ->
                                        seat(connection, occupancy, profile, addresses, Claim.UNNAMED, false)));
    }
}
