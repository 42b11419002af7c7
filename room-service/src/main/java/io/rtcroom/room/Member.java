package io.rtcroom.room;

import io.rtcroom.address.StreamAddresses;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A user in a room, or one device of a user where each is a member ({@link Duplicates#ALLOW}).
 *
 * @param epoch the session's fencing number; a later join of the same user has a higher one
 * @param addresses the play addresses, never the push address
 * @param joinedSeq the number of the event that told of the join, which no other member has; lists are ordered by it
 * @param suspended present, but silent for half a lease, and the others were told so
 * @param named whether the client names its session
 */
public record Member(
        String userId,
        long epoch,
        String userName,
        String userAvatar,
        StreamAddresses addresses,
        Instant joinedAt,
        long joinedSeq,
        boolean suspended,
        boolean named) {

    /** The columns {@link #of} reads, in its order, of a table aliased m. */
    public static final String COLUMNS =
            "m.user_id, m.epoch, m.user_name, m.user_avatar, m.addresses, m.joined_at, m.joined_seq, m.suspended, m.named";

    /** @param first the index of the first of {@link #COLUMNS} in the row */
    public static Member of(Row row, int first) {
        return new Member(
                row.getString(first),
                row.getLong(first + 1),
                row.getString(first + 2),
                row.getString(first + 3),
                Json.decodeValue(row.getString(first + 4), StreamAddresses.class),
                row.get(OffsetDateTime.class, first + 5).toInstant(),
                row.getLong(first + 6),
                row.getBoolean(first + 7),
                row.getBoolean(first + 8));
    }

    Member asSuspended(boolean nowSuspended) {
        return new Member(userId, epoch, userName, userAvatar, addresses, joinedAt, joinedSeq, nowSuspended, named);
    }

    public String streamId() {
        return addresses.streamId();
    }
}
