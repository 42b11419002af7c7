package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.agent.Agent;
import io.rtcroom.agent.AgentState;
import io.rtcroom.agent.AgentTable;
import io.rtcroom.agent.Agents;
import io.rtcroom.agent.Skills;
import io.rtcroom.credential.Caller;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.queue.Lines;
import io.rtcroom.queue.Lines.Standing;
import io.rtcroom.queue.Offers;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** {@code /weapp/agent_room}: agents and those who wait for one, in the words of protocol.md §9. */
@Singleton
class AgentCalls {
    private static final String DEFAULT_GROUP = "default";
    private static final int DEFAULT_COUNT = 20;
    private static final int MAX_COUNT = 100;

    private final Logins logins;
    private final Agents agents;
    private final AgentTable table;
    private final Offers offers;
    private final Lines lines;

    AgentCalls(Logins logins, Agents agents, AgentTable table, Offers offers, Lines lines) {
        this.logins = logins;
        this.agents = agents;
        this.table = table;
        this.offers = offers;
        this.lines = lines;
    }

    Uni<ObjectNode> open(CompatRequest request) {
        String agent = agent(request);
        return agents.open(agent, Skills.NONE, List.of(group(request)), request.optional("roomInfo"))
                .map(AgentCalls::shown);
    }

    /** A call that goes on may come to its end. */
    Uni<ObjectNode> close(CompatRequest request) {
        return agents.drain(agent(request)).map(AgentCalls::shown);
    }

    /** By hand only between the two; BUSY is the system's. */
    Uni<ObjectNode> setState(CompatRequest request) {
        String agent = agent(request);
        return switch (request.required("state")) {
            case "CLOSE" -> agents.drain(agent).map(AgentCalls::shown);
            case "IDLE" ->
                table.find(agent)
                        .chain(found -> found == null || found.state() == AgentState.CLOSED
                                ? agents.open(agent, Skills.NONE, List.of(group(request)), "")
                                : agents.ready(agent))
                        .map(AgentCalls::shown);
            default ->
                throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "state", "state must be IDLE or CLOSE");
        };
    }

    Uni<ObjectNode> heartbeat(CompatRequest request) {
        String agent = agent(request);
        return agents.beat(agent).chain(() -> agents.require(agent)).chain(found -> offers.current(agent)
                .map(current -> {
                    ObjectNode answer = shown(found);
                    current.items().forEach(offer -> answer.putObject("call")
                            .put("callID", offer.callId().toString())
                            .put("userID", offer.caller())
                            .put("accepted", offer.accepted()));
                    return answer;
                }));
    }

    Uni<ObjectNode> accept(CompatRequest request) {
        Caller.User user = logins.requireUser(request);
        agents.requireAdmission(user);
        Profile agent = new Profile(user.id(), request.optional("userName"), request.optional("userAvatar"));
        UUID call = id(request, "callID");
        return offers.acceptCall(call, agent, user.tokenId().toString()).map(done -> Answers.ok());
    }

    Uni<ObjectNode> reject(CompatRequest request) {
        String agent = agent(request);
        return offers.declineCall(id(request, "callID"), agent).map(done -> Answers.ok());
    }

    Uni<ObjectNode> call(CompatRequest request) {
        Caller.User user = logins.requireUser(request);
        Profile caller = new Profile(user.id(), request.optional("userName"), request.optional("userAvatar"));
        return lines.call(group(request), caller, user.tokenId().toString()).map(AgentCalls::standing);
    }

    Uni<ObjectNode> poll(CompatRequest request) {
        String caller = logins.require(request);
        return lines.poll(id(request, "ticketID"), caller).map(AgentCalls::standing);
    }

    Uni<ObjectNode> cancel(CompatRequest request) {
        String caller = logins.require(request);
        return lines.cancel(id(request, "ticketID"), caller).map(done -> Answers.ok());
    }

    Uni<ObjectNode> list(CompatRequest request) {
        logins.require(request);
        long count = request.number("cnt").orElse(DEFAULT_COUNT);
        int limit = count <= 0 ? MAX_COUNT : (int) Math.min(count, MAX_COUNT);
        long offset = Math.max(0, request.number("index").orElse(0));
        return table.onDuty(offset, limit).map(found -> {
            ObjectNode answer = Answers.ok();
            ArrayNode rooms = answer.putArray("rooms");
            found.forEach(agent -> rooms.addObject()
                    .put("roomID", agent.roomId())
                    .put("agentID", agent.userId())
                    .put("state", agent.state().shown()));
            return answer;
        });
    }

    private static ObjectNode shown(Agent agent) {
        ObjectNode answer = Answers.ok().put("state", agent.state().shown());
        return agent.state() == AgentState.CLOSED ? answer : answer.put("roomID", agent.roomId());
    }

    private static ObjectNode standing(Standing standing) {
        ObjectNode answer = Answers.ok()
                .put("ticketID", standing.ticket().toString())
                .put("callID", standing.callId().toString())
                .put("state", word(standing));
        if (standing.agent() != null && !standing.isOver())
            answer.put("roomID", standing.roomId()).put("agentID", standing.agent());
        else if (!standing.isOver()) answer.put("position", standing.position());
        return answer;
    }

    private static String word(Standing standing) {
        return switch (standing.state()) {
            case WAITING -> "WAITING";
            case OFFERED -> "ASSIGNED";
            case SERVED -> standing.isOver() ? "ENDED" : "TALKING";
            case ABANDONED -> "ABANDONED";
            case TIMED_OUT -> "TIMEOUT";
            case CANCELLED -> "CANCELLED";
        };
    }

    private String agent(CompatRequest request) {
        Caller.User user = logins.requireUser(request);
        agents.requireAdmission(user);
        return user.id();
    }

    private static String group(CompatRequest request) {
        String group = request.optional("group");
        return group.isEmpty() ? DEFAULT_GROUP : group;
    }

    private static UUID id(CompatRequest request, String name) {
        try {
            return UUID.fromString(request.required(name));
        } catch (IllegalArgumentException e) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, name, name + " must be one that was answered before");
        }
    }
}
