package io.rtcroom.address;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.rtcroom.peer.InternalKeyHeader;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** url-service's internal API. */
@RegisterRestClient(configKey = "url-service")
@RegisterClientHeaders(InternalKeyHeader.class)
@Path("/internal/streams")
interface UrlService {
    @POST
    Uni<StreamAddresses> allocate(AllocateRequest request);

    @POST
    @Path("/verify")
    Uni<StreamAddresses> verify(VerifyRequest request);

    @POST
    @Path("/renew")
    Uni<StreamAddresses> renew(RenewRequest request);

    @GET
    @Path("/test")
    Uni<StreamAddresses> test();

    @GET
    @Path("/clock")
    Uni<StreamAddresses> clock();

    /** A 400 is the address's fault; anything else is an outage and is retried. */
    @ClientExceptionMapper
    static RuntimeException refused(Response response) {
        if (response.getStatus() != 400) return null;
        return ProblemException.ofField(
                ProblemType.INVALID_STREAM_ADDRESS,
                "pushUrl",
                "the push address was not issued to this user by this deployment, or has expired");
    }

    record AllocateRequest(String userId, String roomId) {}

    record VerifyRequest(String userId, String pushUrl) {}

    record RenewRequest(String userId, String streamId) {}
}
