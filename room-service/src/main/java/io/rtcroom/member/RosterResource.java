package io.rtcroom.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Family;
import io.rtcroom.room.RoomName;
import io.rtcroom.room.RoomView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** Finding rooms. The ETag is the room's version and how far the lease clock is ahead of it. */
@Path("/v1/rooms")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
class RosterResource {
    private static final int MAX_LIMIT = 100;

    private final Rosters rosters;
    private final SecurityIdentity caller;

    RosterResource(Rosters rosters, SecurityIdentity caller) {
        this.rosters = rosters;
        this.caller = caller;
    }

    /** With {@code roomId} the room of that name, entered or not; without it entered rooms, oldest first. */
    @GET
    public Uni<PageView> page(
            @RestQuery String family,
            @RestQuery String roomId,
            @RestQuery String after,
            @RestQuery @DefaultValue("20") int limit) {
        Family wanted = Family.of(family);
        if (limit < 1 || limit > MAX_LIMIT)
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, "limit", "limit must be from 1 to " + MAX_LIMIT);
        return roomId != null
                ? rosters.named(new RoomName(wanted, roomId)).map(found -> view(found, MAX_LIMIT))
                : rosters.pageAfter(wanted, cursor(after), limit).map(found -> view(found, limit));
    }

    @GET
    @Path("/{uid}")
    public Uni<RestResponse<RoomView>> get(@RestPath UUID uid, Request request) {
        return rosters.require(uid).map(roster -> {
            EntityTag tag = new EntityTag(roster.room().version() + "-" + roster.pendingExpiries());
            var unchanged = request.evaluatePreconditions(tag);
            return unchanged != null
                    ? RestResponse.ResponseBuilder.<RoomView>create(RestResponse.Status.NOT_MODIFIED)
                            .tag(tag)
                            .build()
                    : RestResponse.ResponseBuilder.ok(view(roster)).tag(tag).build();
        });
    }

    private PageView view(List<Roster> rosters, int limit) {
        String next =
                rosters.size() < limit ? null : rosters.getLast().room().uid().toString();
        return new PageView(rosters.stream().map(this::view).toList(), next);
    }

    private RoomView view(Roster roster) {
        boolean toMember = !(caller.getPrincipal() instanceof Caller.User user)
                || roster.members().stream().anyMatch(member -> member.userId().equals(user.id()));
        return RoomView.of(roster.room(), roster.members().size(), toMember);
    }

    private static UUID cursor(String after) {
        try {
            return after == null ? null : UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw ProblemException.ofField(ProblemType.INVALID_CURSOR, "after", "after must be a page's next");
        }
    }

    /** @param next for the next page's {@code after}; absent on the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageView(List<RoomView> items, String next) {}
}
