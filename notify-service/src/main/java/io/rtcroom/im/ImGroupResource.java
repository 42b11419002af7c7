package io.rtcroom.im;

import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** For room-service: an old client joins the IM group milliseconds after it was told of the room (protocol.md §7.3). */
@Path("/internal/im-groups")
@Cancellable(false)
class ImGroupResource {
    private final ImReadiness readiness;

    ImGroupResource(ImReadiness readiness) {
        this.readiness = readiness;
    }

    @PUT
    @Path("/{groupId}")
    @RolesAllowed(Scope.INTERNAL_ROLE)
    @Operation(hidden = true)
    public Uni<RestResponse<GroupView>> ensure(@Size(max = 256) String groupId, @Valid @NotNull GroupRequest request) {
        return readiness.ensure(groupId, request.roomUid().toString()).map(GroupView::answer);
    }

    record GroupRequest(@NotNull UUID roomUid) {}

    /** @param state {@code ready}, or {@code pending} if it will exist later */
    record GroupView(String state) {
        static RestResponse<GroupView> answer(boolean ready) {
            return ready ? RestResponse.ok(new GroupView("ready")) : RestResponse.accepted(new GroupView("pending"));
        }
    }
}
