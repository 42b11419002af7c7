package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.address.StreamAddresses;
import io.rtcroom.address.Streams;
import io.rtcroom.agent.AgentTable;
import io.rtcroom.audience.Audience;
import io.rtcroom.audience.Audiences;
import io.rtcroom.call.Call;
import io.rtcroom.call.CallState;
import io.rtcroom.call.CallVisits;
import io.rtcroom.call.Calls.Party;
import io.rtcroom.credential.Caller;
import io.rtcroom.heartbeat.Heartbeats;
import io.rtcroom.member.Members;
import io.rtcroom.member.Roster;
import io.rtcroom.member.Rosters;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.queue.Visits;
import io.rtcroom.room.Family;
import io.rtcroom.room.Joined;
import io.rtcroom.room.Profile;
import io.rtcroom.room.Room;
import io.rtcroom.room.RoomInfo;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.Rooms;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The calls about rooms, alike in all families. Each checks the caller first, then the fields (protocol.md §3). */
@Singleton
class RoomCalls {
    private static final int DEFAULT_COUNT = 20;
    private static final int MAX_COUNT = 100;

    private final Logins logins;
    private final Rooms rooms;
    private final Members members;
    private final Rosters rosters;
    private final Heartbeats heartbeats;
    private final Streams streams;
    private final Visits visits;
    private final CallVisits callVisits;
    private final AgentTable agents;
    private final Audiences audiences;

    RoomCalls(
            Logins logins,
            Rooms rooms,
            Members members,
            Rosters rosters,
            Heartbeats heartbeats,
            Streams streams,
            Visits visits,
            CallVisits callVisits,
            AgentTable agents,
            Audiences audiences) {
        this.logins = logins;
        this.rooms = rooms;
        this.members = members;
        this.rosters = rosters;
        this.heartbeats = heartbeats;
        this.streams = streams;
        this.visits = visits;
        this.callVisits = callVisits;
        this.agents = agents;
        this.audiences = audiences;
    }

    Uni<ObjectNode> getPushUrl(Family family, CompatRequest request) {
        String user = actor(request);
        String roomId = request.optional("roomID");
        if (roomId.isEmpty()) return streams.allocate(user, null).map(RoomJson::push);
        return callVisits
                .find(new RoomName(family, roomId), user)
                .chain(call -> call == null ? streams.allocate(user, roomId) : callVisits.addresses(call, user))
                .map(RoomJson::push);
    }

    Uni<ObjectNode> create(Family family, CompatRequest request) {
        actor(request);
        String info = request.required("roomInfo");
        String roomId = request.optional("roomID");
        return rooms.create(family, roomId.isEmpty() ? null : roomId, info)
                .onFailure(e -> is(e, ProblemType.ROOM_EXISTS))
                .transform(e -> CompatRefusal.ofTakenRoom(e.getMessage(), roomId))
                .map(room -> Answers.ok().put("roomID", room.name().roomId()));
    }

    Uni<ObjectNode> destroy(Family family, CompatRequest request) {
        String user = actor(request);
        return rooms.destroy(name(family, request), user).map(done -> Answers.ok());
    }

    Uni<ObjectNode> addPusher(Family family, CompatRequest request) {
        Caller.User user = logins.requireUser(request);
        request.required("userID");
        RoomName name = name(family, request);
        Profile profile = new Profile(user.id(), request.required("userName"), request.required("userAvatar"));
        String info = new RoomInfo(request.optional("roomInfo")).text();
        return streams.verify(user.id(), request.required("pushURL")).chain(stream -> callVisits
                .find(name, user.id())
                .chain(call -> call == null
                        ? join(name, profile, stream, info)
                        : callVisits
                                .enter(call, new Party(profile, user.tokenId().toString(), stream))
                                .map(done -> Answers.ok())));
    }

    private Uni<ObjectNode> join(RoomName name, Profile profile, StreamAddresses stream, String info) {
        return members.join(name, profile, stream, true, info)
                .call(joined -> visits.entered(joined.room(), profile.userId()))
                .map(RoomCalls::added);
    }

    Uni<ObjectNode> deletePusher(Family family, CompatRequest request) {
        String user = actor(request);
        RoomName name = name(family, request);
        return callVisits
                .find(name, user)
                .chain(call -> call == null
                        ? members.leave(name, user).call(() -> visits.left(name, user))
                        : callVisits.leave(call, user))
                .map(done -> Answers.ok());
    }

    Uni<ObjectNode> heartbeat(Family family, CompatRequest request) {
        String user = actor(request);
        RoomName name = name(family, request);
        return heartbeats
                .beat(name, user)
                .onFailure(e -> is(e, ProblemType.NOT_A_MEMBER))
                .recoverWithUni(() -> callVisits.beat(name, user))
                .call(() -> visits.beat(name, user))
                .map(done -> Answers.ok());
    }

    /** Open to everybody logged in: clients look before they join. */
    Uni<ObjectNode> getPushers(Family family, CompatRequest request) {
        String user = logins.require(request);
        RoomName name = name(family, request);
        return callVisits
                .find(name, user)
                .chain(call -> call == null
                        ? pushers(name)
                        : Uni.createFrom().item(call).map(found -> pushers(found, name, user)));
    }

    private static ObjectNode pushers(Call call, RoomName name, String reader) {
        if (call.state() == CallState.ENDED) throw Rooms.noSuchRoom(name);
        return RoomJson.fill(Answers.ok(), call, reader);
    }

    private Uni<ObjectNode> pushers(RoomName name) {
        return rosters.require(name).chain(roster -> audiences(List.of(roster))
                .map(audiences -> RoomJson.fill(Answers.ok(), roster, RoomJson.audience(roster, audiences))));
    }

    Uni<ObjectNode> getRoomList(Family family, CompatRequest request) {
        logins.require(request);
        long count = request.number("cnt").orElse(DEFAULT_COUNT);
        int limit = count <= 0 ? MAX_COUNT : (int) Math.min(count, MAX_COUNT);
        long offset = Math.max(0, request.number("index").orElse(0));
        return rosters.page(family, offset, limit).chain(page -> agents.shownStates(heldBy(page))
                .chain(states -> audiences(page).map(audiences -> RoomJson.list(page, states, audiences))));
    }

    private Uni<Map<UUID, Audience>> audiences(List<Roster> rosters) {
        return audiences.of(rosters.stream()
                .map(Roster::room)
                .filter(room -> room.name().family() == Family.LIVE)
                .map(Room::uid)
                .toList());
    }

    private static List<String> heldBy(List<Roster> rosters) {
        return rosters.stream()
                .map(roster -> roster.room().heldBy())
                .filter(Objects::nonNull)
                .toList();
    }

    private static ObjectNode added(Joined joined) {
        ObjectNode answer = Answers.ok();
        return joined.createdRoom() ? answer.put("roomID", joined.room().name().roomId()) : answer;
    }

    /** The body's copy of the user's id must be there, though only the query's counts. */
    private String actor(CompatRequest request) {
        String user = logins.require(request);
        request.required("userID");
        return user;
    }

    private static RoomName name(Family family, CompatRequest request) {
        return new RoomName(family, request.required("roomID"));
    }

    private static boolean is(Throwable failure, ProblemType type) {
        return failure instanceof ProblemException problem && problem.type() == type;
    }
}
