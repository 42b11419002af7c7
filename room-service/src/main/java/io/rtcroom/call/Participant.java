package io.rtcroom.call;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.room.Profile;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Somebody who was asked into a call.
 *
 * @param device the one that is in the call; null before the first answer
 * @param addresses the play addresses; null for observers and before the first answer
 * @param invitedBy null for the caller and where a queue invited
 * @param ringUntil null unless RINGING
 */
public record Participant(
        String userId,
        Role role,
        ParticipantState state,
        String userName,
        String userAvatar,
        String device,
        StreamAddresses addresses,
        String invitedBy,
        Instant invitedAt,
        Instant joinedAt,
        Instant leftAt,
        Instant ringUntil) {

    /** The columns {@link #of} reads, in its order, of a table aliased p. */
    static final String COLUMNS =
            "p.user_id, p.role, p.state, p.user_name, p.user_avatar, p.device, p.addresses, p.invited_by, p.invited_at,"
                    + " p.joined_at, p.left_at, p.ring_until";

    static Participant of(Row row, int first) {
        String addresses = row.getString(first + 6);
        return new Participant(
                row.getString(first),
                Role.of(row.getString(first + 1)),
                ParticipantState.valueOf(row.getString(first + 2)),
                row.getString(first + 3),
                row.getString(first + 4),
                row.getString(first + 5),
                addresses == null ? null : Json.decodeValue(addresses, StreamAddresses.class),
                row.getString(first + 7),
                instant(row, first + 8),
                instant(row, first + 9),
                instant(row, first + 10),
                instant(row, first + 11));
    }

    static Participant rung(String userId, Role role, String by, Instant at, Instant until) {
        return new Participant(userId, role, ParticipantState.RINGING, "", "", null, null, by, at, null, null, until);
    }

    static Participant busy(String userId, String by, Instant at) {
        return new Participant(
                userId, Role.CALLEE, ParticipantState.BUSY, "", "", null, null, by, at, null, null, null);
    }

    static Participant caller(Profile profile, String device, StreamAddresses addresses, Instant at) {
        return new Participant(
                profile.userId(),
                Role.CALLER,
                ParticipantState.JOINED,
                profile.userName(),
                profile.userAvatar(),
                device,
                addresses.withoutPush(),
                null,
                at,
                at,
                null,
                null);
    }

    Participant joined(Profile profile, String withDevice, StreamAddresses withAddresses, Instant at) {
        return new Participant(
                userId,
                role,
                ParticipantState.JOINED,
                profile.userName(),
                profile.userAvatar(),
                withDevice,
                withAddresses == null ? null : withAddresses.withoutPush(),
                invitedBy,
                invitedAt,
                at,
                null,
                null);
    }

    /** Not ringing or not in the call any more. */
    Participant gone(ParticipantState as, Instant at) {
        return new Participant(
                userId, role, as, userName, userAvatar, device, addresses, invitedBy, invitedAt, joinedAt, at, null);
    }

    public boolean isJoined() {
        return state == ParticipantState.JOINED;
    }

    public boolean isRinging() {
        return state == ParticipantState.RINGING;
    }

    /** Whether this one's being there makes it a call. */
    boolean talks() {
        return isJoined() && role != Role.OBSERVER;
    }

    static Instant instant(Row row, int column) {
        OffsetDateTime time = row.get(OffsetDateTime.class, column);
        return time == null ? null : time.toInstant();
    }
}
