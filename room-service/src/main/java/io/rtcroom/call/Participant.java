package io.rtcroom.call;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.room.Profile;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Somebody who was asked into a call.
 *
 * @param device the one that is in the call; null before the first answer
 * @param addresses the play addresses; null for observers and before the first answer
 * @param invitedBy null for the caller and where a queue invited
 * @param ringUntil null unless RINGING, or PENDING and then the end of waiting for the stream
 * @param awaitsStream what must be live before they are rung; null unless PENDING
 * @param ringFor how long they are rung then; null unless PENDING
 * @param dialsLeft how often a caller who asked to be called back is rung yet
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
        Instant ringUntil,
        String awaitsStream,
        Duration ringFor,
        int dialsLeft) {

    /** The columns {@link #of} reads, in its order, of a table aliased p. */
    static final String COLUMNS =
            "p.user_id, p.role, p.state, p.user_name, p.user_avatar, p.device, p.addresses, p.invited_by, p.invited_at,"
                    + " p.joined_at, p.left_at, p.ring_until, p.awaits_stream, p.ring_millis, p.dials_left";

    static Participant of(Row row, int first) {
        String addresses = row.getString(first + 6);
        Long ringMillis = row.getLong(first + 13);
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
                instant(row, first + 11),
                row.getString(first + 12),
                ringMillis == null ? null : Duration.ofMillis(ringMillis),
                row.getInteger(first + 14));
    }

    private static Participant asked(
            String userId, Role role, ParticipantState state, String by, Instant at, Instant until) {
        return new Participant(userId, role, state, "", "", null, null, by, at, null, null, until, null, null, 0);
    }

    static Participant rung(String userId, Role role, String by, Instant at, Instant until) {
        return asked(userId, role, ParticipantState.RINGING, by, at, until);
    }

    static Participant busy(String userId, String by, Instant at) {
        return asked(userId, Role.CALLEE, ParticipantState.BUSY, by, at, null);
    }

    /** To be rung once the stream is live. */
    static Participant pending(String userId, String by, Instant at, Instant liveBy, String stream, Duration ringFor) {
        return new Participant(
                userId,
                Role.CALLEE,
                ParticipantState.PENDING,
                "",
                "",
                null,
                null,
                by,
                at,
                null,
                null,
                liveBy,
                stream,
                ringFor,
                0);
    }

    static Participant caller(Profile profile, String device, StreamAddresses addresses, Instant at) {
        return asked(profile.userId(), Role.CALLER, ParticipantState.RINGING, null, at, null)
                .joined(profile, device, addresses, at);
    }

    static Participant observer(Profile profile, String device, Instant at) {
        return asked(profile.userId(), Role.OBSERVER, ParticipantState.RINGING, null, at, null)
                .joined(profile, device, null, at);
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
                null,
                null,
                null,
                dialsLeft);
    }

    /** Not ringing or not in the call any more. */
    Participant gone(ParticipantState as, Instant at) {
        return become(as, at, null, dialsLeft);
    }

    /** Is rung when an agent has taken the call, so often at most. */
    Participant deferred(int dials, Instant at) {
        return become(ParticipantState.DEFERRED, at, null, dials);
    }

    /** Who has waited for something is rung now. */
    Participant ringing(int dials, Instant until) {
        return become(ParticipantState.RINGING, leftAt, until, dials);
    }

    private Participant become(ParticipantState next, Instant goneAt, Instant until, int dials) {
        return new Participant(
                userId,
                role,
                next,
                userName,
                userAvatar,
                device,
                addresses,
                invitedBy,
                invitedAt,
                joinedAt,
                goneAt,
                until,
                null,
                null,
                dials);
    }

    public boolean isJoined() {
        return state == ParticipantState.JOINED;
    }

    public boolean isRinging() {
        return state == ParticipantState.RINGING;
    }

    public boolean isDeferred() {
        return state == ParticipantState.DEFERRED;
    }

    boolean isPending() {
        return state == ParticipantState.PENDING;
    }

    /** Whether they may still come: an observer's coming is no reason for anything. */
    boolean isAwaited() {
        return (isRinging() || isPending()) && role != Role.OBSERVER;
    }

    boolean isAgent() {
        return role == Role.AGENT;
    }

    /** Whether they hold the one engagement they can have. */
    boolean isEngaged() {
        return state.engages() && role != Role.OBSERVER;
    }

    /** Whether they are there and send nothing. */
    boolean listens() {
        return isJoined() && role == Role.OBSERVER;
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
