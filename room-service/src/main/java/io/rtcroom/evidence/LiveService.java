package io.rtcroom.evidence;

import io.rtcroom.peer.InternalKeyHeader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** url-service's internal API of what is live at the vendor's. */
@RegisterRestClient(configKey = "live-api")
@RegisterClientHeaders(InternalKeyHeader.class)
@Path("/internal/streams/live")
interface LiveService {
    @POST
    Uni<LiveAnswer> live(LiveRequest request);

    record LiveRequest(List<String> streamIds) {}

    /** @param live those of the streams that are surely being published */
    record LiveAnswer(List<String> live) {}
}
