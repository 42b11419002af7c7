package io.rtcroom.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Who watches a live room. */
@Path("/v1/rooms/{uid}/audience")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
@Cancellable(false)
class AudienceResource {
    private final Shows shows;
    private final Viewers viewers;
    private final Audiences audiences;
    private final SecurityIdentity caller;

    AudienceResource(Shows shows, Viewers viewers, Audiences audiences, SecurityIdentity caller) {
        this.shows = shows;
        this.viewers = viewers;
        this.audiences = audiences;
        this.caller = caller;
    }

    /** @param after the number of the last viewer already seen */
    @GET
    public Uni<AudienceView> get(
            @RestPath UUID uid,
            @RestQuery @DefaultValue("0") @Min(0) long after,
            @RestQuery @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return shows.require(uid).chain(show -> viewers.page(show, after, limit)
                .chain(page -> audiences.of(show).map(audience -> AudienceView.of(audience, page, limit))));
    }

    @PUT
    @Path("/{userId}")
    @RolesAllowed(Scope.USER_ROLE)
    public Uni<Void> enter(@RestPath UUID uid, @RestPath String userId, @Valid EnterRequest request) {
        requireSelf(userId);
        return viewers.enter(uid, userId, request == null ? null : request.info);
    }

    @DELETE
    @Path("/{userId}")
    public Uni<Void> leave(@RestPath UUID uid, @RestPath String userId) {
        requireSelf(userId);
        return viewers.leave(uid, userId);
    }

    private void requireSelf(String userId) {
        if (caller.getPrincipal() instanceof Caller.User user && !user.id().equals(userId))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "%s does not speak for %s", user.id(), userId);
    }

    /** @param info the application's own, shown to others */
    record EnterRequest(String info) {}

    /**
     * @param viewers how many watch; of a crowd, how many did a second ago
     * @param fields name to text or whole number
     * @param version the number of the audience's last event
     * @param next for the next page's {@code after}; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AudienceView(long viewers, Map<String, Object> fields, long version, List<ViewerView> items, Long next) {
        static AudienceView of(Audience audience, List<Viewer> page, int limit) {
            return new AudienceView(
                    audience.viewers(),
                    audience.fields(),
                    audience.version(),
                    page.stream().map(ViewerView::of).toList(),
                    page.size() < limit ? null : page.getLast().number());
        }
    }

    record ViewerView(String userId, String info, Instant cameAt) {
        static ViewerView of(Viewer viewer) {
            return new ViewerView(viewer.userId(), viewer.info(), viewer.cameAt());
        }
    }
}
