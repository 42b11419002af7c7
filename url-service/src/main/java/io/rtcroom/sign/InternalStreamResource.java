package io.rtcroom.sign;

import io.rtcroom.credential.BearerAuthentication;
import io.rtcroom.credential.Scope;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** What room-service asks on behalf of the user it has authenticated. */
@Path("/internal/streams")
@NonBlocking
@RolesAllowed(Scope.INTERNAL_ROLE)
@Cache(noStore = true)
@Tag(name = "internal", description = "Between services only; the edge never routes here")
@SecurityScheme(
        securitySchemeName = "internalKey",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = BearerAuthentication.INTERNAL_KEY_HEADER,
        description = "The key the services share")
@SecurityRequirement(name = "internalKey")
class InternalStreamResource {
    private final Streams streams;

    InternalStreamResource(Streams streams) {
        this.streams = streams;
    }

    @POST
    @Operation(operationId = "createStreamFor", summary = "A new stream of a user")
    public StreamAddresses create(@NotNull @Valid CreateRequest request) {
        return streams.create(request.userId(), request.binding());
    }

    @POST
    @Path("/verify")
    @Operation(
            operationId = "verifyStream",
            summary = "The stream behind a publish address, if it was issued to the user")
    public StreamAddresses verify(@NotNull @Valid VerifyRequest request) {
        return streams.verify(request.userId(), request.pushUrl());
    }

    @POST
    @Path("/renew")
    @Operation(operationId = "renewStream", summary = "Fresh addresses of a user's stream")
    public StreamAddresses renew(@NotNull @Valid RenewRequest request) {
        return streams.renew(request.userId(), request.streamId(), request.binding());
    }

    @GET
    @Path("/test")
    @Operation(operationId = "testStream", summary = "A new stream of the user \"test\"")
    public StreamAddresses test() {
        return streams.create("test", Binding.NONE);
    }

    @GET
    @Path("/clock")
    @Operation(operationId = "clockStream", summary = "Where the demonstration clock is played")
    public ClockView clock() {
        return ClockView.of(streams.clock());
    }

    /**
     * @param roomId where the stream is meant for
     * @param session the id of the user's token
     * @param network where the client will come from; the three are signed in bound form, and merely checked in the others
     */
    record CreateRequest(
            @NotNull @Pattern(regexp = StreamName.USER_ID) String userId,
            @Pattern(regexp = StreamResource.ROOM_ID) String roomId,
            UUID session,
            @Pattern(regexp = Network.FORM) String network) {
        Binding binding() {
            return new Binding(roomId, session, StreamResource.network(network));
        }
    }

    record VerifyRequest(@NotNull @Pattern(regexp = StreamName.USER_ID) String userId, @NotNull String pushUrl) {
        /** Without the address: it holds a signature. */
        @Override
        public String toString() {
            return "VerifyRequest[userId=" + userId + "]";
        }
    }

    /** @param roomId as in {@link CreateRequest} */
    record RenewRequest(
            @NotNull @Pattern(regexp = StreamName.USER_ID) String userId,
            @NotNull String streamId,
            @Pattern(regexp = StreamResource.ROOM_ID) String roomId) {
        Binding binding() {
            return new Binding(roomId, null, null);
        }
    }

    record ClockView(String accelerateUrl, Instant expiresAt) {
        static ClockView of(StreamAddresses clock) {
            return new ClockView(clock.accelerateUrl(), clock.playExpiresAt());
        }

        @Override
        public String toString() {
            return "ClockView[expiresAt=" + expiresAt + "]";
        }
    }
}
