package io.rtcroom.live;

import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What room-service asks about members whose apps are silent. */
@Path("/internal/streams/live")
@RolesAllowed(Scope.INTERNAL_ROLE)
@Tag(name = "internal")
@SecurityRequirement(name = "internalKey")
class LiveResource {
    private final LiveApi liveApi;

    LiveResource(LiveApi liveApi) {
        this.liveApi = liveApi;
    }

    @POST
    @Operation(operationId = "liveStreams", summary = "Those of the streams that are surely being published")
    public Uni<LiveView> live(@NotNull @Valid LiveRequest request) {
        return liveApi.live(request.streamIds).map(LiveView::new);
    }

    record LiveRequest(
            @NotNull @Size(min = 1, max = 100) List<@NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,128}") String> streamIds) {}

    record LiveView(Set<String> live) {}
}
