package io.rtcroom.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rtcroom.call.AnsweredCall;
import io.rtcroom.call.CallEntrance;
import io.rtcroom.call.Calls;
import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Answering offers. The call's lock decides; under it, the agent's slot says which offer is the living one. */
@Singleton
public class Offers {
    private static final String CALL_OF = "select call_id from offer where number = $1 and agent = $2";
    private static final String HOLDS = "select from agent_slot where agent = $1 and offer_number = $2";
    private static final String OF_CALL = "select offer_number from agent_slot where call_id = $1 and agent = $2";
    private static final String CURRENT =
            """
            select o.number, o.call_id, o.queue, e.caller, o.offered_at, o.until, o.outcome
            from agent_slot s join offer o on o.number = s.offer_number join queue_entry e on e.id = o.entry_id
            where s.agent = $1
            """;

    private final Database database;
    private final Calls calls;
    private final CallEntrance entrance;

    Offers(Database database, Calls calls, CallEntrance entrance) {
        this.database = database;
        this.calls = calls;
        this.entrance = entrance;
    }

    public record OffersView(List<OfferView> items) {}

    /** @param until when it expires; absent once it is accepted */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfferView(
            long number, UUID callId, String queue, String caller, Instant offeredAt, Instant until, boolean accepted) {
        static OfferView of(Row row) {
            boolean accepted = row.getString(6) != null;
            return new OfferView(
                    row.getLong(0),
                    row.getUUID(1),
                    row.getString(2),
                    row.getString(3),
                    row.get(OffsetDateTime.class, 4).toInstant(),
                    accepted ? null : row.get(OffsetDateTime.class, 5).toInstant(),
                    accepted);
        }
    }

    public Uni<OffersView> current(String agent) {
        return database.query(CURRENT, Tuple.of(agent)).map(rows -> {
            List<OfferView> offers = new ArrayList<>();
            rows.forEach(row -> offers.add(OfferView.of(row)));
            return new OffersView(offers);
        });
    }

    /** @throws ProblemException OFFER_OVER if it has expired, was declined or withdrawn, or is somebody else's */
    Uni<AnsweredCall> accept(long number, Profile agent, String device) {
        return callOf(number, agent.userId())
                .chain(callId -> entrance.accept(
                        callId, agent, device, connection -> requireSlot(connection, number, agent.userId())));
    }

    /** @throws ProblemException OFFER_OVER */
    Uni<Void> decline(long number, String agent) {
        return callOf(number, agent)
                .chain(callId -> calls.decline(callId, agent, connection -> requireSlot(connection, number, agent)))
                .replaceWithVoid();
    }

    /** The open offer of this call, as old clients name it. @throws ProblemException OFFER_OVER */
    public Uni<AnsweredCall> acceptCall(UUID callId, Profile agent, String device) {
        return numberOf(callId, agent.userId()).chain(number -> accept(number, agent, device));
    }

    /** @throws ProblemException OFFER_OVER */
    public Uni<Void> declineCall(UUID callId, String agent) {
        return numberOf(callId, agent).chain(number -> decline(number, agent));
    }

    private Uni<Long> numberOf(UUID callId, String agent) {
        return database.query(OF_CALL, Tuple.of(callId, agent)).map(rows -> {
            if (rows.size() == 0)
                throw new ProblemException(ProblemType.OFFER_OVER, "call %s is not offered to %s", callId, agent);
            return rows.iterator().next().getLong(0);
        });
    }

    private Uni<UUID> callOf(long number, String agent) {
        return database.query(CALL_OF, Tuple.of(number, agent)).map(rows -> {
            if (rows.size() == 0) throw over(number);
            return rows.iterator().next().getUUID(0);
        });
    }

    private static Uni<Void> requireSlot(SqlConnection connection, long number, String agent) {
        return connection
                .preparedQuery(HOLDS)
                .execute(Tuple.of(agent, number))
                .invoke(rows -> {
                    if (rows.size() == 0) throw over(number);
                })
                .replaceWithVoid();
    }

    private static ProblemException over(long number) {
        return new ProblemException(ProblemType.OFFER_OVER, "offer %d is not open for you", number);
    }
}
