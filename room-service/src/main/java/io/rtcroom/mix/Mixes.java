package io.rtcroom.mix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.member.Roster;
import io.rtcroom.member.Rosters;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Member;
import io.rtcroom.room.RoomName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Gives the creator's orders to url-service, as the client built them. */
@Singleton
public class Mixes {
    private static final Logger LOG = Logger.getLogger(Mixes.class);
    private static final int MAX_LENGTH = 8_192;
    private static final int NO_ANSWER = -1;

    private final Rosters rosters;
    private final MixService mixer;

    Mixes(Rosters rosters, @RestClient MixService mixer) {
        this.rosters = rosters;
        this.mixer = mixer;
    }

    /**
     * A mixer that is away is an outcome, not a failure: clients ask again.
     *
     * @param order the vendor's document (protocol.md §6.7)
     * @throws ProblemException NO_SUCH_ROOM; NOT_ALLOWED unless the creator asks, about streams of the room; VALUE_TOO_LONG
     */
    public Uni<MixOutcome> order(RoomName name, String userId, ObjectNode order) {
        return rosters.require(name)
                .invoke(roster -> requireAllowed(roster, userId, order))
                .chain(() -> ask(name, order.toString()));
    }

    private Uni<MixOutcome> ask(RoomName name, String order) {
        if (order.length() > MAX_LENGTH)
            throw ProblemException.ofField(
                    ProblemType.VALUE_TOO_LONG,
                    "mergeParams",
                    "mergeParams must be at most " + MAX_LENGTH + " characters");
        return mixer.order(new MixService.OrderRequest(order))
                .onFailure()
                .invoke(e -> LOG.warnf("mix not ordered roomId=%s: %s", name.roomId(), e.toString()))
                .onFailure()
                .recoverWithItem(() -> new MixOutcome(
                        NO_ANSWER, "the mixer does not answer", Instant.now().getEpochSecond()));
    }

    private static void requireAllowed(Roster roster, String userId, ObjectNode order) {
        String creator = roster.room().creator();
        if (!userId.equals(creator))
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED,
                    "only its creator mixes room %s",
                    roster.room().name());
        Map<String, String> owners = roster.members().stream()
                .collect(Collectors.toMap(Member::streamId, Member::userId, (one, same) -> one));
        JsonNode mix = order.at("/interface/para");
        for (JsonNode input : mix.path("input_stream_list")) {
            String stream = input.path("input_stream_id").asText();
            require(owners.containsKey(stream), stream);
        }
        // What comes out would otherwise take the place of somebody else's stream.
        for (String field : List.of("output_stream_id", "mix_stream_session_id")) {
            String stream = mix.path(field).asText();
            require(!mix.has(field) || creator.equals(owners.get(stream)), stream);
        }
    }

    private static void require(boolean allowed, String stream) {
        if (!allowed)
            throw new ProblemException(ProblemType.NOT_ALLOWED, "stream %s is not the room's to mix so", stream);
    }
}
