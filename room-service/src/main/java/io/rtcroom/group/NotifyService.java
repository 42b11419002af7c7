package io.rtcroom.group;

import io.rtcroom.peer.InternalKeyHeader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;

/** notify-service's internal API. */
@RegisterRestClient(configKey = "notify-service")
@RegisterClientHeaders(InternalKeyHeader.class)
@Path("/internal/im-groups")
interface NotifyService {
    @PUT
    @Path("/{groupId}")
    Uni<Void> ensure(@RestPath String groupId, EnsureRequest request);

    record EnsureRequest(UUID roomUid) {}
}
