package io.rtcroom.recording;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Who has said yes to being recorded in a room, for as long as it lives. */
@Path("/v1/rooms/{uid}/recording-consent")
@RolesAllowed(Scope.USER_ROLE)
@Cancellable(false)
class ConsentResource {
    private final Recordings recordings;
    private final SecurityIdentity caller;

    ConsentResource(Recordings recordings, SecurityIdentity caller) {
        this.recordings = recordings;
        this.caller = caller;
    }

    @PUT
    public Uni<Void> consent(@RestPath UUID uid) {
        return recordings.consent(uid, caller.getPrincipal().getName());
    }

    /** What records the caller ends. */
    @DELETE
    public Uni<Void> withdraw(@RestPath UUID uid) {
        return recordings.withdraw(uid, caller.getPrincipal().getName());
    }
}
