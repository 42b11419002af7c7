package io.rtcroom.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A room as {@code /v1} shows it.
 *
 * @param duplicates {@code replace} or {@code refuse}: who is in the room and joins again
 * @param version the number of the room's last event: a client that has read up to it knows this state
 * @param mixedPlayUrl shown to members only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoomView(
        UUID uid,
        String family,
        String roomId,
        String info,
        String creator,
        int members,
        int maxMembers,
        String duplicates,
        long version,
        Instant createdAt,
        String mixedPlayUrl) {

    /** @param present how many members are present now, which may be ahead of the version */
    public static RoomView of(Room room, int present, boolean toMember) {
        return new RoomView(
                room.uid(),
                room.name().family().wire(),
                room.name().roomId(),
                room.info(),
                room.creator(),
                present,
                room.maxMembers(),
                room.duplicates().wire(),
                room.version(),
                room.createdAt(),
                toMember ? room.mixedPlayUrl() : null);
    }
}
