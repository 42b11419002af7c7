package io.rtcroom.noop;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Answers without having looked at the request. */
@Path("/noop")
class NoopResource {
    @POST
    public Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
