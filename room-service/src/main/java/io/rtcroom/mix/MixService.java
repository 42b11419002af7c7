package io.rtcroom.mix;

import io.rtcroom.peer.InternalKeyHeader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** url-service's internal API of mixes. */
@RegisterRestClient(configKey = "mixer")
@RegisterClientHeaders(InternalKeyHeader.class)
@Path("/internal/mixes")
interface MixService {
    @POST
    Uni<MixOutcome> order(OrderRequest request);

    /** @param order the vendor's document, as the client built it (protocol.md §6.7) */
    record OrderRequest(String order) {}
}
