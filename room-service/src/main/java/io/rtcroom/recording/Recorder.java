package io.rtcroom.recording;

import io.rtcroom.peer.InternalKeyHeader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;

/** url-service's internal API for orders to media servers. */
@RegisterRestClient(configKey = "recorder")
@RegisterClientHeaders(InternalKeyHeader.class)
@Path("/internal/recordings")
interface Recorder {
    @POST
    @Path("/start")
    Uni<Ordered> start(Order order);

    @POST
    @Path("/stop")
    Uni<Ordered> stop(Order order);

    @GET
    @Path("/file")
    Uni<File> find(@RestQuery String server, @RestQuery String file);

    @DELETE
    @Path("/file")
    Uni<Deleted> delete(@RestQuery String server, @RestQuery String file);

    /** @param anew whether a file that is being written already is ended before: its name is not known here */
    record Order(String server, String streamId, boolean anew) {}

    enum Outcome {
        DONE,
        UNCHANGED,
        BY_ITSELF,
        UNSUPPORTED
    }

    /** @param file what was begun or ended; null if nothing was */
    record Ordered(Outcome outcome, String file) {}

    /** @param size null if there is no such file, or nobody can say */
    record File(Long size, Long durationMillis) {}

    /** @param deleted false where the file is not ours to delete */
    record Deleted(boolean deleted) {}
}
