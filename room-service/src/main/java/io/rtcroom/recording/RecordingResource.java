package io.rtcroom.recording;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A recording by its id. Whoever is recorded sees it; the owner of the room and back ends end and delete it. */
@Path("/v1/recordings/{id}")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
@Cancellable(false)
class RecordingResource {
    private final Recordings recordings;
    private final SecurityIdentity caller;

    RecordingResource(Recordings recordings, SecurityIdentity caller) {
        this.recordings = recordings;
        this.caller = caller;
    }

    @GET
    public Uni<RecordingView> get(@RestPath UUID id) {
        return recordings.require(id, this::isSeen).map(RecordingView::of);
    }

    @POST
    @Path("/stop")
    public Uni<RecordingView> stop(@RestPath UUID id) {
        return recordings.stop(id, this::isOwned).map(RecordingView::of);
    }

    /** The files are deleted after the answer; the state says when, and how many could not be. */
    @DELETE
    public Uni<RecordingView> delete(@RestPath UUID id) {
        return recordings.delete(id, this::isOwned).map(RecordingView::of);
    }

    private boolean isSeen(Recorded of) {
        return !(caller.getPrincipal() instanceof Caller.User user) || of.concerns(user.id());
    }

    private boolean isOwned(Recorded of) {
        return !(caller.getPrincipal() instanceof Caller.User user) || user.id().equals(of.owner());
    }
}
