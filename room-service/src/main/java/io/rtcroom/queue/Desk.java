package io.rtcroom.queue;

import io.rtcroom.agent.Agent;
import io.rtcroom.agent.AgentConfig;
import io.rtcroom.agent.AgentRooms;
import io.rtcroom.agent.AgentState;
import io.rtcroom.agent.AgentTable;
import io.rtcroom.call.Call;
import io.rtcroom.call.CallFollower;
import io.rtcroom.call.CallState;
import io.rtcroom.call.Participant;
import io.rtcroom.call.Role;
import io.rtcroom.database.Database;
import io.rtcroom.database.Rows;
import io.rtcroom.event.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps agents, offers and places in step with the calls they are about, in the transaction that changes the call: there is
 * no moment in which one of them says something else. The call is locked by then; the agent and their room follow.
 */
@Singleton
class Desk implements CallFollower {
    private static final Rows.Statement<Offered> OFFER = new Rows<Offered>()
            .integer("turn", Offered::turn)
            .uuid("call_id", offer -> offer.call.id())
            .text("agent", offer -> offer.agent.userId())
            .time("until", offer -> offer.agent.ringUntil())
            .in(
                    """
                    with made as (
                        insert into offer (entry_id, call_id, queue, agent, until)
                        select e.id, call_id, e.queue, n.agent, n.until from {rows} join queue_entry e using (call_id)
                        where e.state = 'WAITING' order by n.turn
                        returning number, call_id, agent),
                    held as (
                        insert into agent_slot (agent, offer_number, call_id) select agent, number, call_id from made
                        returning call_id)
                    update queue_entry e set state = 'OFFERED' from held
                    where e.call_id = held.call_id and e.state = 'WAITING'
                    """);
    private static final String ACCEPT =
            """
            with accepted as (
                update offer o set outcome = 'ACCEPTED', decided_at = clock_timestamp()
                from agent_slot s where s.call_id = $1 and s.agent = $2 and o.number = s.offer_number
                returning o.entry_id)
            update queue_entry e set state = 'SERVED', answered_at = coalesce(answered_at, clock_timestamp())
            from accepted where e.id = accepted.entry_id and $3
            """;
    /** An accepted offer keeps its outcome and gets its end. */
    private static final String FREE =
            """
            with freed as (delete from agent_slot where agent = $2 and call_id = $1 returning offer_number)
            update offer o set outcome = coalesce(outcome, $3), decided_at = coalesce(decided_at, clock_timestamp()),
                ended_at = clock_timestamp()
            from freed where o.number = freed.offer_number
            returning (select wrap_up_seconds from queue q where q.name = o.queue)
            """;

    private final AgentTable agents;
    private final AgentRooms rooms;
    private final AgentConfig config;
    private final Places places;

    Desk(AgentTable agents, AgentRooms rooms, AgentConfig config, Places places) {
        this.agents = agents;
        this.rooms = rooms;
        this.config = config;
        this.places = places;
    }

    /** An agent who is rung for a call from now on. @param turn of the offers of one round */
    private record Offered(int turn, Call call, Participant agent) {}

    /** The offers of all these calls are made together; what else has become of one is followed for itself. */
    @Override
    public Uni<List<Event>> moved(SqlConnection connection, List<Call> calls) {
        return moved(connection, calls, wanted -> agents.lockAll(connection, wanted));
    }

    /** Follows calls whose rung agents are among these, who are locked already. */
    CallFollower with(List<Agent> locked) {
        return (connection, calls) -> moved(connection, calls, wanted -> Uni.createFrom()
                .item(locked.stream()
                        .filter(agent -> wanted.contains(agent.userId()))
                        .toList()));
    }

    private Uni<List<Event>> moved(
            SqlConnection connection, List<Call> calls, Function<Set<String>, Uni<List<Agent>>> lock) {
        List<Call> queued = calls.stream().filter(call -> call.queue() != null).toList();
        List<Offered> offers = new ArrayList<>();
        for (Call call : queued)
            agents(call)
                    .filter(Participant::isRinging)
                    .forEach(agent -> offers.add(new Offered(offers.size(), call, agent)));
        return offer(connection, offers, lock)
                .call(() ->
                        inTurn(queued, call -> inTurn(agents(call).toList(), agent -> follow(connection, call, agent))
                                .chain(() -> places.moved(connection, call))));
    }

    private static Stream<Participant> agents(Call call) {
        return call.changed().stream().filter(one -> one.role() == Role.AGENT);
    }

    private static <T> Uni<Void> inTurn(List<T> things, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(things)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last();
    }

    private Uni<Void> follow(SqlConnection connection, Call call, Participant one) {
        String agent = one.userId();
        return switch (one.state()) {
            case JOINED ->
                run(connection, ACCEPT, Tuple.of(call.id(), agent, call.state() == CallState.CONNECTED))
                        .chain(() -> answer(connection, agent));
            case DECLINED, MISSED, CANCELLED, BUSY, LEFT, LOST ->
                free(connection, call, agent, OfferOutcome.of(one.state()));
            // Offered by now, or nothing an agent ever is.
            case RINGING, PENDING, DEFERRED -> Uni.createFrom().voidItem();
        };
    }

    /** Returns the agents' events. */
    private Uni<List<Event>> offer(
            SqlConnection connection, List<Offered> offers, Function<Set<String>, Uni<List<Agent>>> lock) {
        if (offers.isEmpty()) return Uni.createFrom().item(List.of());
        Map<String, String> callers = new TreeMap<>();
        offers.forEach(offer -> callers.put(offer.agent.userId(), offer.call.caller()));
        return lock.apply(callers.keySet()).chain(locked -> {
            if (locked.size() < offers.size()) throw new Database.LostRaceException();
            locked.forEach(Agent::offer);
            Map<UUID, String> admitted =
                    locked.stream().collect(Collectors.toMap(Agent::roomUid, agent -> callers.get(agent.userId())));
            // Issued together, they travel in one round trip; the connection runs them in this order.
            return Uni.combine()
                    .all()
                    .unis(agents.write(connection, locked), hold(connection, offers), rooms.admit(connection, admitted))
                    .with((events, held, let) -> events);
        });
    }

    private static Uni<Void> hold(SqlConnection connection, List<Offered> offers) {
        return OFFER.execute(connection, offers)
                .invoke(rows -> {
                    // A place was taken or left meanwhile: the attempt is undone.
                    if (rows.rowCount() < offers.size()) throw new Database.LostRaceException();
                })
                .replaceWithVoid();
    }

    private Uni<Void> answer(SqlConnection connection, String userId) {
        return require(connection, userId).invoke(Agent::answer).chain(agent -> agents.save(connection, agent));
    }

    /** The slot is free again, if it was this call's; the agent rests as the outcome deserves. */
    private Uni<Void> free(SqlConnection connection, Call call, String userId, OfferOutcome outcome) {
        return connection
                .preparedQuery(FREE)
                .execute(Tuple.of(call.id(), userId, outcome.name()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : rest(
                                connection,
                                userId,
                                outcome,
                                rows.iterator().next().getInteger(0)));
    }

    private Uni<Void> rest(SqlConnection connection, String userId, OfferOutcome outcome, Integer wrapUpSeconds) {
        return require(connection, userId).chain(agent -> {
            UUID room = agent.roomUid();
            Duration wrapUp = Duration.ofSeconds(wrapUpSeconds == null ? 0 : wrapUpSeconds);
            outcome.free(agent, wrapUp, config.pauseAfterOffer(), config.mostMissed());
            return agents.save(connection, agent)
                    .chain(() -> agent.state() == AgentState.CLOSED
                            ? rooms.end(connection, room)
                            : rooms.empty(connection, room, userId));
        });
    }

    private Uni<Agent> require(SqlConnection connection, String userId) {
        return agents.lock(connection, userId).onItem().ifNull().failWith(Database.LostRaceException::new);
    }

    private static Uni<Void> run(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).replaceWithVoid();
    }
}
