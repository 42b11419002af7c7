package io.rtcroom.room;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;

/**
 * A live room.
 *
 * @param uid never reused; the name may come back with another life of the room
 * @param creator the first to join, null before that; stays when that user leaves
 * @param mixedPlayUrl the creator's stream, where a mix appears too; null before the first join
 * @param heldBy the agent whose room it is, null for an ordinary room; it outlives being empty
 * @param admitted who may enter a held room besides its holder
 * @param duplicates what becomes of it if who is in joins again
 * @param recording whether members are recorded
 * @param version the number of the last event of {@code room:{uid}}
 */
public record Room(
        UUID uid,
        RoomName name,
        String info,
        String creator,
        String mixedPlayUrl,
        int maxMembers,
        int members,
        long version,
        Instant createdAt,
        String heldBy,
        Set<String> admitted,
        Duplicates duplicates,
        RecordingPolicy recording) {

    /** The columns {@link #of} reads, in its order, of a table aliased r. */
    public static final String COLUMNS =
            "r.uid, r.family, r.room_id, r.info, r.creator, r.mixed_url, r.max_members, r.members, r.version, r.created_at, "
                    + "r.held_by, r.admitted, case when r.devices_version is null then r.duplicates else 'allow' end, "
                    + "r.record, r.recording_consent";

    public static Room of(Row row) {
        return new Room(
                row.getUUID(0),
                new RoomName(Family.of(row.getString(1)), row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInteger(6),
                row.getInteger(7),
                row.getLong(8),
                row.get(OffsetDateTime.class, 9).toInstant(),
                row.getString(10),
                Set.of(row.getArrayOfStrings(11)),
                Duplicates.of(row.getString(12)),
                RecordingPolicy.of(row.getString(13), row.getString(14)));
    }

    /** The subject of this room's events. */
    public String subject() {
        return "room:" + uid;
    }

    /** The member's number, where each device of a user is one, else null. */
    public Long device(Member member) {
        return hasDevices() ? member.joinedSeq() : null;
    }

    boolean hasDevices() {
        return duplicates == Duplicates.ALLOW;
    }

    /** Whether the user may enter. */
    boolean admits(String userId) {
        return heldBy == null || heldBy.equals(userId) || admitted.contains(userId);
    }

    Room at(long newVersion, int memberCount) {
        return new Room(
                uid,
                name,
                info,
                creator,
                mixedPlayUrl,
                maxMembers,
                memberCount,
                newVersion,
                createdAt,
                heldBy,
                admitted,
                duplicates,
                recording);
    }

    Room enteredBy(String firstMember, String mixedUrl) {
        return new Room(
                uid,
                name,
                info,
                firstMember,
                mixedUrl,
                maxMembers,
                members,
                version,
                createdAt,
                heldBy,
                admitted,
                duplicates,
                recording);
    }
}
