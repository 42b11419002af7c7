package io.rtcroom.im;

import io.rtcroom.event.EventData.MemberJoined;
import io.rtcroom.event.EventData.MemberLeft;
import io.rtcroom.event.EventData.MemberUpdated;
import io.rtcroom.event.EventData.RoomCreated;
import io.rtcroom.event.EventData.RoomEnded;
import io.rtcroom.event.EventData.Unknown;
import io.rtcroom.history.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which events mean what to the vendor (protocol.md §5.4, the corrected column): once per change. */
final class ImPlan {
    private static final String ROOM = "room:";

    /** What is to be done, in order. */
    record Planned(String groupId, String roomUid, ImTask.Kind kind) {}

    /** A room that was created or has ended; the later of the two. */
    record Room(String groupId, String roomUid, boolean ended) {}

    final List<Planned> tasks = new ArrayList<>();
    /** Rooms that had a join, with their groups: one repeat each. */
    final Map<String, String> joined = new LinkedHashMap<>();

    final Map<String, Room> rooms = new LinkedHashMap<>();

    static ImPlan of(List<StoredEvent> events) {
        ImPlan plan = new ImPlan();
        for (StoredEvent stored : events)
            if (stored.subject().startsWith(ROOM))
                plan.add(stored, stored.subject().substring(ROOM.length()));
        return plan;
    }

    boolean isEmpty() {
        return tasks.isEmpty() && rooms.isEmpty();
    }

    private void add(StoredEvent stored, String uid) {
        switch (stored.event().data()) {
            case RoomCreated created -> {
                rooms.put(uid, new Room(created.roomId(), uid, false));
                plan(created.roomId(), uid, ImTask.Kind.ENSURE);
            }
            case MemberJoined joined -> {
                if (!joined.createdRoom()) {
                    plan(joined.roomId(), uid, ImTask.Kind.NOTIFY);
                    this.joined.put(uid, joined.roomId());
                }
            }
            case MemberUpdated updated -> plan(updated.roomId(), uid, ImTask.Kind.NOTIFY);
            case MemberLeft left -> {
                if (!left.endsRoom()) plan(left.roomId(), uid, ImTask.Kind.NOTIFY);
            }
            case RoomEnded ended -> {
                rooms.put(uid, new Room(ended.roomId(), uid, true));
                plan(ended.roomId(), uid, ImTask.Kind.DESTROY);
                joined.remove(uid);
            }
            case Unknown unknown -> {}
        }
    }

    private void plan(String groupId, String uid, ImTask.Kind kind) {
        tasks.add(new Planned(groupId, uid, kind));
    }
}
