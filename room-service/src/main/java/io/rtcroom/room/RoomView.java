package io.rtcroom.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A room as {@code /v1} shows it.
 *
 * @param duplicates {@code replace}, {@code refuse} or {@code allow}: who is in the room and joins again
 * @param record {@code auto} or {@code manual}; absent where nothing is recorded, as is {@code recordingConsent}
 * @param recordingConsent {@code required} (nobody is recorded before they have said yes) or {@code none}
 * @param members how many are in the room; where duplicates are allowed, each device is one
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
        String record,
        String recordingConsent,
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
                room.recording().shownMode(),
                room.recording().shownConsent(),
                room.version(),
                room.createdAt(),
                toMember ? room.mixedPlayUrl() : null);
    }
}
