package io.rtcroom.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What an endpoint was told, and telling it again. */
@Path("/v1/webhooks/{id}")
@RolesAllowed(Scope.WEBHOOKS_ROLE)
@Cancellable(false)
class DeliveryResource {
    private static final int MAX_LIMIT = 100;

    private final Endpoints endpoints;
    private final DeliveryLog log;
    private final SecurityIdentity identity;

    DeliveryResource(Endpoints endpoints, DeliveryLog log, SecurityIdentity identity) {
        this.endpoints = endpoints;
        this.log = log;
        this.identity = identity;
    }

    @GET
    @Path("/deliveries")
    @Operation(summary = "The deliveries with every attempt, newest first")
    public Uni<PageView> page(
            @RestPath UUID id,
            @RestQuery @Pattern(regexp = "pending|delivered|given-up") String outcome,
            @RestQuery @Min(1) Long before,
            @RestQuery @DefaultValue("50") @Min(1) @Max(MAX_LIMIT) int limit) {
        return owned(id)
                .chain(endpoint -> log.page(id, outcome, before == null ? Long.MAX_VALUE : before, limit))
                .map(entries -> PageView.of(entries, limit));
    }

    @POST
    @Path("/deliveries/{deliveryId}/replay")
    @Operation(summary = "Make one delivery again")
    public Uni<RestResponse<Void>> replay(@RestPath UUID id, @RestPath @Min(1) long deliveryId) {
        return owned(id).chain(endpoint -> log.replay(id, deliveryId)).replaceWith(RestResponse.accepted());
    }

    @POST
    @Path("/replay")
    @Operation(summary = "Deliver what was missed or given up since then, as far as it is kept")
    public Uni<RestResponse<ReplayView>> replaySince(@RestPath UUID id, @Valid @NotNull ReplayRequest request) {
        return owned(id)
                .chain(endpoint -> log.replaySince(id, request.since))
                .map(count -> RestResponse.accepted(new ReplayView(count)));
    }

    private Uni<Endpoint> owned(UUID id) {
        return endpoints.require(identity.getPrincipal().getName(), id);
    }

    record ReplayRequest(@NotNull Instant since) {}

    /** @param count deliveries that will be made */
    record ReplayView(int count) {}

    /** @param next for the next page's {@code before}; absent on the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageView(List<DeliveryLog.Entry> items, Long next) {
        static PageView of(List<DeliveryLog.Entry> entries, int limit) {
            Long next = entries.size() < limit ? null : entries.getLast().id();
            return new PageView(entries, next);
        }
    }
}
