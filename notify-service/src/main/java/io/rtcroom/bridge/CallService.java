package io.rtcroom.bridge;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.credential.BearerAuthentication;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/** room-service's internal API: calls. */
@RegisterRestClient(configKey = "room-service")
@Path("/internal/calls")
interface CallService {
    @POST
    @Path("/{id}/decline")
    Uni<Void> decline(
            @RestHeader(BearerAuthentication.INTERNAL_KEY_HEADER) String internalKey,
            @RestPath UUID id,
            DeclineRequest request);

    @RegisterForReflection
    record DeclineRequest(String userId) {}
}
