package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.address.StreamAddresses;
import io.rtcroom.audience.Audience;
import io.rtcroom.call.Call;
import io.rtcroom.call.Participant;
import io.rtcroom.member.Roster;
import io.rtcroom.room.Family;
import io.rtcroom.room.Member;
import io.rtcroom.room.Room;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Rooms and addresses in the old words. Nothing is ever null: some clients crash on it (protocol.md §1.4). */
final class RoomJson {
    private static final String CLOSED = "CLOSE";

    private RoomJson() {}

    /** @param agentStates of those whose rooms are among them; a closed one's is not listed (protocol.md §9.3) */
    static ObjectNode list(List<Roster> rosters, Map<String, String> agentStates, Map<UUID, Audience> audiences) {
        ObjectNode answer = Answers.ok();
        ArrayNode rooms = answer.putArray("rooms");
        for (Roster roster : rosters) {
            String agent = roster.room().heldBy();
            String state = agent == null ? null : agentStates.getOrDefault(agent, CLOSED);
            if (CLOSED.equals(state)) continue;
            Audience audience = audience(roster, audiences);
            ObjectNode room = fill(rooms.addObject(), roster, audience);
            if (state != null) room.put("agentID", agent).put("state", state);
            if (roster.room().name().family() == Family.LIVE) room.put("audienceCount", audience.viewers());
        }
        return answer;
    }

    /** Only live rooms have one. */
    static Audience audience(Roster roster, Map<UUID, Audience> audiences) {
        return audiences.getOrDefault(roster.room().uid(), Audience.NONE);
    }

    /** Clients parse it themselves. */
    static String custom(Map<String, Object> fields) {
        return new JsonObject(fields).encode();
    }

    /**
     * The creator is the first to have joined, so they are listed first, as live clients expect (protocol.md §7.5). They tell
     * members by their user, so each user is one.
     */
    static ObjectNode fill(ObjectNode json, Roster roster, Audience audience) {
        Room room = roster.room();
        json.put("roomID", room.name().roomId())
                .put("roomInfo", room.info())
                .put("roomCreator", text(room.creator()))
                .put("mixedPlayURL", mixedPlayUrl(roster))
                .put("custom", custom(audience.fields()));
        ArrayNode pushers = json.putArray("pushers");
        for (Member member : roster.users())
            fill(pushers.addObject(), member.userId(), member.userName(), member.userAvatar(), member.addresses());
        return json;
    }

    /**
     * A call as the room of those who are in it. Who is only rung is shown nobody: no play addresses before the answer, and
     * a client that had seen somebody without one would not look again (protocol.md §7.2).
     */
    static ObjectNode fill(ObjectNode json, Call call, String reader) {
        json.put("roomID", call.id().toString())
                .put("roomInfo", call.info())
                .put("roomCreator", call.caller())
                .put("mixedPlayURL", "")
                .put("custom", custom(Map.of()));
        ArrayNode pushers = json.putArray("pushers");
        if (call.find(reader).isJoined())
            for (Participant one : call.participants())
                if (one.isJoined() && one.addresses() != null)
                    fill(pushers.addObject(), one.userId(), one.userName(), one.userAvatar(), one.addresses());
        return json;
    }

    /** What viewers of a live room play: where the media server serves no address for it, its creator's stream. */
    private static String mixedPlayUrl(Roster roster) {
        Room room = roster.room();
        String mixed = text(room.mixedPlayUrl());
        boolean isShown = !mixed.isEmpty()
                || room.name().family() != Family.LIVE
                || roster.members().isEmpty();
        return isShown ? mixed : playUrl(roster.members().getFirst().addresses());
    }

    private static void fill(ObjectNode pusher, String userId, String name, String avatar, StreamAddresses addresses) {
        pusher.put("userID", userId)
                .put("userName", name)
                .put("userAvatar", avatar)
                .put("accelerateURL", playUrl(addresses));
        if (addresses.webrtcUrl() != null) pusher.put("webrtcURL", addresses.webrtcUrl());
    }

    /** The answer to get_push_url; all but {@code pushURL} is more than the originals gave. */
    static ObjectNode push(StreamAddresses addresses) {
        return Answers.ok()
                .put("pushURL", addresses.pushUrl())
                .put("accelerateURL", playUrl(addresses))
                .put("streamID", addresses.streamId())
                .put(
                        "txTime",
                        Long.toHexString(addresses.expiresAt().getEpochSecond()).toUpperCase(Locale.ROOT));
    }

    static ObjectNode test(StreamAddresses addresses) {
        return Answers.ok()
                .put("url_push", addresses.pushUrl())
                .put("url_play_flv", text(addresses.flvUrl()))
                .put("url_play_rtmp", text(addresses.rtmpUrl()))
                .put("url_play_hls", text(addresses.hlsUrl()))
                .put("url_play_acc", playUrl(addresses));
    }

    /** What a member is played by; address formats without an accelerated one have an ordinary one. */
    private static String playUrl(StreamAddresses addresses) {
        return addresses.accelerateUrl() != null ? addresses.accelerateUrl() : text(addresses.rtmpUrl());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
