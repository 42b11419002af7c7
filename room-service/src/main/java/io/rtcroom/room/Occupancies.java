package io.rtcroom.room;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.RoomCreated;
import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Rooms with their members, as locked, loaded and saved. The methods that take a connection belong inside a transaction;
 * a room is locked first, then loaded by a statement of its own, because only a later statement sees what the lock waited
 * for.
 */
@Singleton
public class Occupancies {
    private static final String LOCK_BY_NAME =
            "select " + Room.COLUMNS + " from room r where family = $1 and room_id = $2 for update";
    private static final String LOCK_BY_UID = "select " + Room.COLUMNS + " from room r where uid = $1 for update";
    private static final String LOCK_IF_FREE = LOCK_BY_UID + " skip locked";
    /** Always at least one row, because an empty room needs the time too. */
    private static final String MEMBERS = "select clock_timestamp(), m.lease_until <= (select presence_floor()),"
            + " m.stream_lost or case when (select presence_floor()) > '-infinity'"
            + " then m.lease_until <= (select presence_floor()) + $2 * interval '1 millisecond' else m.suspended end, "
            + Member.COLUMNS + " from (values ($1::uuid)) as r (uid) left join member m on m.room_uid = r.uid"
            + " order by joined_seq";

    private static final String INSERT =
            """
            insert into room as r (family, room_id, info, max_members, enter_by, duplicates, record,
                recording_consent, devices_version)
            values ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond', $6, $7, $8, $9)
            on conflict on constraint room_name do nothing
            returning
            """
                    + Room.COLUMNS;
    private static final String UPDATE =
            """
            update room set version = $2, members = $3, creator = $4, mixed_url = $5,
                enter_by = case when $4::text is null then enter_by end,
                devices_version = case when devices_version is not null then $2::bigint end
            where uid = $1
            """;
    private static final String DELETE = "delete from room where uid = $1";
    private static final String REMEMBER =
            """
            insert into evicted (room_uid, user_id, epoch, user_name, user_avatar, addresses, joined_at, joined_seq,
                named)
            select room_uid, user_id, epoch, user_name, user_avatar, addresses, joined_at, joined_seq, named
            from member where room_uid = $1 and joined_seq = any ($2)
            """;
    private static final String FORGET =
            """
            delete from evicted where room_uid = $1 and user_id = $2 and epoch = coalesce($3, epoch)
                and ($4 or not named)
            """;
    private static final String REVIVABLE =
            """
            select m.user_id, m.epoch, m.user_name, m.user_avatar, m.addresses, m.joined_at, m.joined_seq, false,
                m.named
            from evicted m where room_uid = $1 and user_id = $2 and epoch = $3
                and evicted_at > clock_timestamp() - $4 * interval '1 millisecond'
            """;
    private static final String MARK =
            "update member set suspended = (joined_seq = any ($2)) where room_uid = $1 and joined_seq = any ($3)";
    private static final String DELETE_MEMBERS = "delete from member where room_uid = $1 and joined_seq = any ($2)";
    private static final String SEAT =
            """
            with back as (delete from evicted where room_uid = $1 and user_id = $2%s)
            insert into %s (room_uid, user_id, epoch, user_name, user_avatar, stream_id, addresses, joined_at,
                joined_seq, lease_until, named)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + $10 * interval '1 millisecond', $11)
            on conflict (room_uid, user_id%s) do update set epoch = excluded.epoch, user_name = excluded.user_name,
                user_avatar = excluded.user_avatar, stream_id = excluded.stream_id, addresses = excluded.addresses,
                joined_at = excluded.joined_at, joined_seq = excluded.joined_seq, lease_until = excluded.lease_until,
                suspended = false, stream_lost = false
            """;
    private static final String SEAT_USER = SEAT.formatted("", "member", "");
    /** Of what was evicted only this device comes to nothing: $12 is the session that it renews. */
    private static final String SEAT_DEVICE = SEAT.formatted(
            " and (epoch in ($3, $12) or addresses::json ->> 'streamId' = $6 or not (named or $11))",
            "device",
            ", joined_seq");

    private final Outbox outbox;
    private final RoomConfig config;

    Occupancies(Outbox outbox, RoomConfig config) {
        this.outbox = outbox;
        this.config = config;
    }

    /** The locked room of this name with its present members, or null. */
    public Uni<Occupancy> lock(SqlConnection connection, RoomName name) {
        return occupied(connection, LOCK_BY_NAME, Tuple.of(name.family().wire(), name.roomId()));
    }

    /** The locked room with its present members, or null. */
    public Uni<Occupancy> lock(SqlConnection connection, UUID uid) {
        return occupied(connection, LOCK_BY_UID, Tuple.of(uid));
    }

    /** Like {@link #lock}, but null too while somebody else holds the room. */
    public Uni<Occupancy> lockIfFree(SqlConnection connection, UUID uid) {
        return occupied(connection, LOCK_IF_FREE, Tuple.of(uid));
    }

    /** A new, still empty room with its first event, or null if the name is taken. */
    public Uni<Occupancy> insert(SqlConnection connection, RoomName name, RoomInfo info) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addString(name.family().wire())
                        .addString(name.roomId())
                        .addString(info.text())
                        .addInteger(config.maxMembers(name.family()))
                        .addLong(config.idleTimeout().toMillis())
                        .addString(info.duplicates().column())
                        .addString(info.recording().mode().wire())
                        .addString(info.recording().consent())
                        .addLong(info.duplicates() == Duplicates.ALLOW ? 1L : null))
                .map(Occupancies::firstRoom)
                .onItem()
                .ifNotNull()
                .transformToUni(room -> announce(connection, room));
    }

    private Uni<Occupancy> announce(SqlConnection connection, Room room) {
        var created = new Event(
                UUID.randomUUID(),
                room.subject(),
                room.version(),
                room.createdAt(),
                new RoomCreated(
                        room.name().family().wire(),
                        room.name().roomId(),
                        room.info(),
                        room.recording().shownMode(),
                        room.recording().shownConsent()));
        return outbox.append(connection, Topics.ROOM_EVENTS, room.name().roomId(), List.of(created))
                .replaceWith(occupancy(room, List.of(), Set.of(), room.createdAt()));
    }

    /** Writes what an occupancy has decided, and its events. */
    public Uni<Void> save(SqlConnection connection, Occupancy occupancy) {
        if (occupancy.events().isEmpty()) return Uni.createFrom().voidItem();
        Room room = occupancy.room();
        List<Uni<Void>> writes = new ArrayList<>();
        if (occupancy.hasEnded()) {
            writes.add(connection
                    .preparedQuery(DELETE)
                    .execute(Tuple.of(room.uid()))
                    .replaceWithVoid());
        } else {
            if (!occupancy.expired().isEmpty()) writes.add(remember(connection, occupancy));
            if (!occupancy.gone().isEmpty()) writes.add(deleteMembers(connection, occupancy));
            if (!occupancy.marked().isEmpty()) writes.add(mark(connection, occupancy));
            writes.add(connection
                    .preparedQuery(UPDATE)
                    .execute(Tuple.of(room.uid(), room.version(), room.members(), room.creator(), room.mixedPlayUrl()))
                    .replaceWithVoid());
            if (occupancy.seated() != null) writes.add(seat(connection, occupancy));
        }
        writes.add(outbox.append(connection, Topics.ROOM_EVENTS, room.name().roomId(), occupancy.events()));
        occupancy
                .cut()
                .forEach(revocation ->
                        writes.add(outbox.append(connection, Topics.REVOCATIONS, revocation.key(), revocation.json())));
        // Issued together, they travel in one round trip; the connection runs them in this order.
        return Uni.join().all(writes).andFailFast().replaceWithVoid();
    }

    /** The session that expired not long ago and may still come back, or null. */
    public Uni<Member> revivable(SqlConnection connection, Occupancy occupancy, String userId, long epoch) {
        Member expired = occupancy.findExpired(userId, epoch);
        if (expired != null) return Uni.createFrom().item(expired);
        return connection
                .preparedQuery(REVIVABLE)
                .execute(Tuple.of(
                        occupancy.room().uid(),
                        userId,
                        epoch,
                        config.reviveWithin().toMillis()))
                .map(rows -> rows.size() == 0 ? null : Member.of(rows.iterator().next(), 0));
    }

    /** Whoever leaves does not come back by a heartbeat that was under way. */
    public Uni<Void> forget(SqlConnection connection, Room room, String userId, Claim claim) {
        return connection
                .preparedQuery(FORGET)
                .execute(Tuple.of(room.uid(), userId, claim.epoch(), claim.named() || !room.hasDevices()))
                .replaceWithVoid();
    }

    private Uni<Void> remember(SqlConnection connection, Occupancy occupancy) {
        return connection
                .preparedQuery(REMEMBER)
                .execute(Tuple.of(occupancy.room().uid(), occupancy.expired().toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private Uni<Void> mark(SqlConnection connection, Occupancy occupancy) {
        Long[] marked = occupancy.marked().stream().map(Member::joinedSeq).toArray(Long[]::new);
        Long[] suspended = occupancy.marked().stream()
                .filter(Member::suspended)
                .map(Member::joinedSeq)
                .toArray(Long[]::new);
        return connection
                .preparedQuery(MARK)
                .execute(Tuple.of(occupancy.room().uid(), suspended, marked))
                .replaceWithVoid();
    }

    private Uni<Void> deleteMembers(SqlConnection connection, Occupancy occupancy) {
        return connection
                .preparedQuery(DELETE_MEMBERS)
                .execute(Tuple.of(occupancy.room().uid(), occupancy.gone().toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private Uni<Void> seat(SqlConnection connection, Occupancy occupancy) {
        boolean isDevice = occupancy.room().hasDevices();
        Tuple seat = seat(occupancy.room(), occupancy.seated());
        return connection
                .preparedQuery(isDevice ? SEAT_DEVICE : SEAT_USER)
                .execute(isDevice ? seat.addLong(occupancy.renewed()) : seat)
                .replaceWithVoid();
    }

    private Tuple seat(Room room, Member member) {
        StreamAddresses addresses = member.addresses();
        return Tuple.tuple()
                .addUUID(room.uid())
                .addString(member.userId())
                .addLong(member.epoch())
                .addString(member.userName())
                .addString(member.userAvatar())
                .addString(addresses.streamId())
                .addString(Json.encode(addresses))
                .addOffsetDateTime(member.joinedAt().atOffset(ZoneOffset.UTC))
                .addLong(member.joinedSeq())
                .addLong(config.heartbeatTimeout().toMillis())
                .addBoolean(member.named());
    }

    private Uni<Occupancy> occupied(SqlConnection connection, String lock, Tuple key) {
        return connection
                .preparedQuery(lock)
                .execute(key)
                .map(Occupancies::firstRoom)
                .onItem()
                .ifNotNull()
                .transformToUni(room -> load(connection, room));
    }

    private Uni<Occupancy> load(SqlConnection connection, Room room) {
        return connection
                .preparedQuery(MEMBERS)
                .execute(Tuple.of(room.uid(), config.silence().toMillis()))
                .map(rows -> {
                    List<Member> members = new ArrayList<>(rows.size());
                    List<Member> expired = new ArrayList<>();
                    Set<Long> silent = new HashSet<>();
                    Instant now = room.createdAt();
                    for (Row row : rows) {
                        now = row.get(OffsetDateTime.class, 0).toInstant();
                        if (row.getBoolean(1) == null) break;
                        Member member = Member.of(row, 3);
                        members.add(member);
                        if (row.getBoolean(1)) expired.add(member);
                        if (row.getBoolean(2)) silent.add(member.joinedSeq());
                    }
                    Occupancy occupancy = occupancy(room, members, silent, now);
                    occupancy.expire(expired);
                    return occupancy;
                });
    }

    private Occupancy occupancy(Room room, List<Member> members, Set<Long> silent, Instant now) {
        return new Occupancy(
                room, members, silent, config.creatorLeaveDissolves(room.name().family()), now);
    }

    private static Room firstRoom(RowSet<Row> rows) {
        RowIterator<Row> iterator = rows.iterator();
        return iterator.hasNext() ? Room.of(iterator.next()) : null;
    }
}
