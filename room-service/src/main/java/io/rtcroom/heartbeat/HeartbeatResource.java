package io.rtcroom.heartbeat;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Scope;
import io.rtcroom.member.Session;
import io.rtcroom.room.RoomConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Says that the caller is still there, in many rooms at once. */
@Path("/v1/heartbeats")
@RolesAllowed(Scope.USER_ROLE)
@Cancellable(false)
class HeartbeatResource {
    /** A session is the decimal number a join answered. */
    static final String NUMBER = "[0-9]{1,18}";

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
                .transformToUniAndConcatenate(beat -> heartbeats
                        .beat(session(beat.roomUid, beat.session))
                        .map(present -> new BeatView(beat.roomUid, present)))
                .collect()
                .asList()
                .map(items -> new BeatsView(items, config.heartbeatTimeout().toMillis() / 3));
    }

    private Session session(UUID room, String epoch) {
        return new Session(room, caller.getPrincipal().getName(), Long.parseLong(epoch));
    }

    record BeatsRequest(@NotNull @Size(min = 1, max = 100) List<@Valid @NotNull SessionBeat> sessions) {}

    record SessionBeat(@NotNull UUID roomUid, @NotNull @Pattern(regexp = NUMBER) String session) {}

    record BeatsView(List<BeatView> items, long nextBeatInMs) {}

    record BeatView(UUID roomUid, boolean present) {}
}
