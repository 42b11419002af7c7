package io.rtcroom.sign;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Users get addresses of their own streams only; those of others come with the room. */
@Path("/v1/streams")
@NonBlocking
@Tag(name = "streams")
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "A user token")
class StreamResource {
    static final String ROOM_ID = "[A-Za-z0-9_-]{1,48}";

    private final Streams streams;
    private final SecurityIdentity identity;

    StreamResource(Streams streams, SecurityIdentity identity) {
        this.streams = streams;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON) // said, not inferred: else a request without a body is refused for its type
    @RolesAllowed(Scope.USER_ROLE)
    @ResponseStatus(201)
    @Cache(noStore = true)
    @SecurityRequirement(name = "token")
    @Operation(operationId = "createStream", summary = "A new stream of the caller, with all its addresses")
    @APIResponseSchema(value = StreamAddresses.class, responseCode = "201")
    public StreamAddresses create(@RequestBody(required = false) @Valid CreateStreamRequest request) {
        Caller.User caller = (Caller.User) identity.getPrincipal();
        return streams.create(
                caller.id(),
                request == null
                        ? new Binding(null, caller.tokenId(), null)
                        : new Binding(request.roomId, caller.tokenId(), network(request.network)));
    }

    static Network network(String text) {
        if (text == null) return null;
        return Network.parse(text)
                .orElseThrow(() -> ProblemException.ofField(
                        ProblemType.INVALID_REQUEST,
                        "network",
                        "network must be an address or a range such as 203.0.113.0/24"));
    }

    /**
     * @param roomId where the stream is meant for
     * @param network where the client will come from; both are signed in bound form, and merely checked in the others
     */
    record CreateStreamRequest(
            @Pattern(regexp = ROOM_ID) String roomId, @Pattern(regexp = Network.FORM) String network) {}
}
