package io.rtcroom.heartbeat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Scope;
import io.rtcroom.member.Session;
import io.rtcroom.room.RoomConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Says that the caller is still there, in many rooms at once. */
@Path("/v1/heartbeats")
@RolesAllowed(Scope.USER_ROLE)
@Cancellable(false)
class HeartbeatResource {
    private final Heartbeats heartbeats;
    private final RoomConfig config;
    private final SecurityIdentity caller;

    HeartbeatResource(Heartbeats heartbeats, RoomConfig config, SecurityIdentity caller) {
        this.heartbeats = heartbeats;
        this.config = config;
        this.caller = caller;
    }

    @POST
    public Uni<BeatsView> beat(@Valid @NotNull BeatsRequest request) {
        return Multi.createFrom()
                .iterable(request.sessions)
                .onItem()
                .transformToUniAndConcatenate(beat ->
                        heartbeats.beat(session(beat.roomUid, beat.session)).map(pulse -> BeatView.of(beat, pulse)))
                .collect()
                .asList()
                .map(items -> new BeatsView(items, Instant.now(), nextBeat().toMillis()));
    }

    /** A third of the time-out, a tenth more or less: clients that an outage brought into step fall out of it again. */
    private Duration nextBeat() {
        double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        return Duration.ofMillis((long) (config.heartbeatTimeout().toMillis() / 3.0 * jitter));
    }

    private Session session(UUID room, String epoch) {
        return new Session(room, caller.getPrincipal().getName(), Long.parseLong(epoch));
    }

    record BeatsRequest(@NotNull @Size(min = 1, max = 100) List<@Valid @NotNull SessionBeat> sessions) {}

    /** @param version the last number of the room's events that the caller knows; may be absent */
    record SessionBeat(
            @NotNull UUID roomUid, @NotNull @Pattern(regexp = Session.NUMBER) String session, @Min(0) Long version) {}

    record BeatsView(List<BeatView> items, Instant serverTime, long nextBeatInMs) {}

    /**
     * @param present false once the session is over
     * @param version of the room, as of a few seconds ago; absent where it is not known yet
     * @param missed how many events of the room, at least, the caller does not know; absent unless both numbers are known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BeatView(UUID roomUid, boolean present, Long version, Long missed) {
        static BeatView of(SessionBeat beat, Pulse pulse) {
            if (pulse == null || pulse.roomVersion() == 0) return new BeatView(beat.roomUid, pulse != null, null, null);
            long version = pulse.roomVersion();
            Long missed = beat.version == null ? null : Math.max(0, version - beat.version);
            return new BeatView(beat.roomUid, true, version, missed);
        }
    }
}
