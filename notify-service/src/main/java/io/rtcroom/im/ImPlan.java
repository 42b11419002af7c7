package io.rtcroom.im;

import io.rtcroom.event.EventData.MemberJoined;
import io.rtcroom.event.EventData.MemberLeft;
import io.rtcroom.event.EventData.MemberUpdated;
import io.rtcroom.event.EventData.MessageSent;
import io.rtcroom.event.EventData.RoomCreated;
import io.rtcroom.event.EventData.RoomEnded;
import io.rtcroom.history.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which events mean what to the vendor (protocol.md §5.4, the corrected column): once per change. */
final class ImPlan {
    private static final String ROOM = "room:";
    private static final String CHAT = "chat:";

    /** What is to be done, in order. */
    record Planned(String groupId, String roomUid, ImTask.Kind kind, String payload) {}

    /** A room that was created or has ended; the later of the two. */
    record Room(String groupId, String roomUid, boolean ended) {}

    final List<Planned> tasks = new ArrayList<>();
    /** Rooms that had a join, with their groups: one repeat each. */
    final Map<String, String> joined = new LinkedHashMap<>();

    final Map<String, Room> rooms = new LinkedHashMap<>();

    static ImPlan of(List<StoredEvent> events) {
        ImPlan plan = new ImPlan();
        for (StoredEvent stored : events) {
            String subject = stored.subject();
            if (subject.startsWith(ROOM)) plan.add(stored, subject.substring(ROOM.length()));
            else if (stored.event().data() instanceof MessageSent sent)
                plan.add(subject.substring(CHAT.length()), ImText.of(stored.event(), sent), sent);
        }
        return plan;
    }

    static ImPlan ofKick(String userId) {
        ImPlan plan = new ImPlan();
        plan.tasks.add(new Planned("kick:" + userId, "", ImTask.Kind.KICK, userId));
        return plan;
    }

    boolean isEmpty() {
        return tasks.isEmpty() && rooms.isEmpty();
    }

    private void add(StoredEvent stored, String uid) {
        switch (stored.event().data()) {
            case RoomCreated created -> create(created.roomId(), uid);
            case MemberJoined joined -> {
                if (!joined.createdRoom()) enter(joined.roomId(), uid);
            }
            case MemberUpdated updated -> notify(updated.roomId(), uid);
            case MemberLeft left -> {
                if (!left.endsRoom()) notify(left.roomId(), uid);
            }
            case RoomEnded ended -> end(ended.roomId(), uid);
            default -> {
                // What the vendor is not told of.
            }
        }
    }

    void create(String groupId, String uid) {
        rooms.put(uid, new Room(groupId, uid, false));
        plan(groupId, uid, ImTask.Kind.ENSURE);
    }

    void enter(String groupId, String uid) {
        notify(groupId, uid);
        joined.put(uid, groupId);
    }

    void notify(String groupId, String uid) {
        plan(groupId, uid, ImTask.Kind.NOTIFY);
    }

    void end(String groupId, String uid) {
        rooms.put(uid, new Room(groupId, uid, true));
        plan(groupId, uid, ImTask.Kind.DESTROY);
        joined.remove(uid);
    }

    /** Two people's messages have a line of their own; no room's name has a colon. */
    private void add(String chat, ImText text, MessageSent sent) {
        boolean toRoom = sent.roomId() != null;
        tasks.add(new Planned(
                toRoom ? sent.roomId() : CHAT + chat,
                chat,
                toRoom ? ImTask.Kind.MESSAGE : ImTask.Kind.DIRECT,
                text.json()));
    }

    private void plan(String groupId, String uid, ImTask.Kind kind) {
        tasks.add(new Planned(groupId, uid, kind, null));
    }
}
