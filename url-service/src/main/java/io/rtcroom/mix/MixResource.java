package io.rtcroom.mix;

import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What room-service orders for a room's creator. */
@Path("/internal/mixes")
@RolesAllowed(Scope.INTERNAL_ROLE)
@Tag(name = "internal")
@SecurityRequirement(name = "internalKey")
class MixResource {
    private final Mixer mixer;

    MixResource(Mixer mixer) {
        this.mixer = mixer;
    }

    @POST
    @Operation(operationId = "orderMix", summary = "Streams into one; that nobody could do it is an outcome too")
    public Uni<MixOutcome> order(@NotNull @Valid MixRequest request) {
        return mixer.mix(request.order);
    }

    /** @param order the vendor's document, as the client built it */
    record MixRequest(@NotNull @Size(max = 8192) String order) {}
}
