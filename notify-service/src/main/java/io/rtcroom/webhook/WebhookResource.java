package io.rtcroom.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The caller's endpoints. A secret is shown when it is made, and never again. */
@Path("/v1/webhooks")
@RolesAllowed(Scope.WEBHOOKS_ROLE)
@Cancellable(false)
class WebhookResource {
    private final Endpoints endpoints;
    private final Targets targets;
    private final SecurityIdentity identity;

    WebhookResource(Endpoints endpoints, Targets targets, SecurityIdentity identity) {
        this.endpoints = endpoints;
        this.targets = targets;
        this.identity = identity;
    }

    @POST
    @Operation(summary = "Be told of events from now on")
    public Uni<RestResponse<CreatedView>> create(@Valid @NotNull CreateRequest request) {
        targets.require(request.url);
        Secret secret = Secret.random();
        return endpoints
                .create(owner(), request.url, orAll(request.types), secret)
                .map(endpoint -> RestResponse.ResponseBuilder.create(
                                RestResponse.Status.CREATED, new CreatedView(EndpointView.of(endpoint), secret.text()))
                        .location(URI.create("/v1/webhooks/" + endpoint.id()))
                        .build());
    }

    @GET
    @Operation(summary = "The caller's endpoints")
    public Uni<EndpointsView> list() {
        return endpoints
                .ofOwner(owner())
                .map(found ->
                        new EndpointsView(found.stream().map(EndpointView::of).toList()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One endpoint")
    public Uni<EndpointView> get(@RestPath UUID id) {
        return endpoints.require(owner(), id).map(EndpointView::of);
    }

    @PUT
    @Path("/{id}")
    @Operation(summary = "Change, disable or enable an endpoint; what waited is delivered once it is enabled")
    public Uni<EndpointView> change(@RestPath UUID id, @Valid @NotNull ChangeRequest request) {
        targets.require(request.url);
        return endpoints
                .change(owner(), id, request.url, orAll(request.types), request.enabled)
                .map(EndpointView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Forget an endpoint and what it was to be told")
    public Uni<Void> delete(@RestPath UUID id) {
        return endpoints.delete(owner(), id);
    }

    @POST
    @Path("/{id}/secret")
    @Operation(summary = "Make a new secret; for a while the old one signs beside it")
    public Uni<SecretView> rotate(@RestPath UUID id) {
        Secret secret = Secret.random();
        return endpoints.rotate(owner(), id, secret).replaceWith(new SecretView(secret.text()));
    }

    @POST
    @Path("/{id}/test")
    @Operation(summary = "Deliver an event of type webhook.tested")
    public Uni<RestResponse<TestView>> test(@RestPath UUID id) {
        return endpoints.test(owner(), id).map(eventId -> RestResponse.accepted(new TestView(eventId)));
    }

    private String owner() {
        return identity.getPrincipal().getName();
    }

    private static List<String> orAll(List<String> types) {
        return types == null ? List.of() : types;
    }

    /** @param types the types of events to be told of; absent or empty for all */
    record CreateRequest(
            @NotBlank String url, @Size(max = 50) List<@NotNull @Pattern(regexp = "[a-z0-9.-]{1,64}") String> types) {}

    record ChangeRequest(
            @NotBlank String url,
            @Size(max = 50) List<@NotNull @Pattern(regexp = "[a-z0-9.-]{1,64}") String> types,
            @NotNull Boolean enabled) {}

    /** @param disabledAt absent while it is told */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EndpointView(
            UUID id, String url, List<String> types, Instant createdAt, Instant disabledAt, String disabledWhy) {
        static EndpointView of(Endpoint endpoint) {
            return new EndpointView(
                    endpoint.id(),
                    endpoint.url(),
                    endpoint.types(),
                    endpoint.createdAt(),
                    endpoint.disabledAt(),
                    endpoint.disabledWhy());
        }
    }

    record EndpointsView(List<EndpointView> items) {}

    record CreatedView(EndpointView endpoint, String secret) {}

    record SecretView(String secret) {}

    record TestView(UUID eventId) {}
}
