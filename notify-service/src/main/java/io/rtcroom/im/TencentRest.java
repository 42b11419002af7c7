package io.rtcroom.im;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** protocol.md §5.1. Bodies go and come as bytes: theirs is not always marked as JSON. */
@Path("/v4")
public interface TencentRest {
    @POST
    @Path("/{service}/{command}")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<byte[]> call(
            @PathParam("service") String service,
            @PathParam("command") String command,
            @QueryParam("sdkappid") long sdkAppId,
            @QueryParam("identifier") String identifier,
            @QueryParam("usersig") String userSig,
            @QueryParam("random") long random,
            @QueryParam("contenttype") String contentType,
            byte[] body);
}
