package io.rtcroom.member;

import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** For notify-service: whether somebody is in a room whose events it has not seen yet. */
@Path("/internal/rooms")
@RolesAllowed(Scope.INTERNAL_ROLE)
class InternalRoomResource {
    private final Rosters rosters;

    InternalRoomResource(Rosters rosters) {
        this.rosters = rosters;
    }

    @GET
    @Path("/{uid}")
    @Operation(hidden = true)
    public Uni<RosterView> get(@RestPath UUID uid) {
        return rosters.require(uid).map(RosterView::of);
    }

    record RosterView(String family, String roomId, String creator, List<PersonView> members) {
        static RosterView of(Roster roster) {
            return new RosterView(
                    roster.room().name().family().wire(),
                    roster.room().name().roomId(),
                    roster.room().creator(),
                    roster.users().stream()
                            .map(member -> new PersonView(member.userId(), member.userName(), member.userAvatar()))
                            .toList());
        }
    }

    record PersonView(String userId, String userName, String userAvatar) {}
}
