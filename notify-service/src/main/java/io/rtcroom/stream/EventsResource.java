package io.rtcroom.stream;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What happened to whatever the caller follows: as a stream if the client accepts one, else as JSON. */
@Path("/v1/events")
@RolesAllowed({Scope.USER_ROLE, Scope.EVENTS_ROLE})
class EventsResource {
    private final Feeds feeds;
    private final SecurityIdentity identity;
    private final StreamConfig config;

    EventsResource(Feeds feeds, SecurityIdentity identity, StreamConfig config) {
        this.feeds = feeds;
        this.identity = identity;
        this.config = config;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Read what happened after a cursor, waiting for it if asked to")
    public Uni<EventsView> poll(@BeanParam EventsRequest request) {
        PollReader reader = new PollReader(request.maxItems(), request.patience());
        return feeds.serve(caller(), request.subject, request.cursor(), reader);
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Follow what happens")
    @APIResponse(responseCode = "200", content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS))
    public Uni<Void> stream(@BeanParam EventsRequest request, @Context HttpServerResponse response) {
        return feeds.serve(caller(), request.subject, request.cursor(), new SseReader(response, config));
    }

    private Caller caller() {
        return (Caller) identity.getPrincipal();
    }
}
