package io.rtcroom.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.address.StreamAddresses;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Claim;
import io.rtcroom.room.Joined;
import io.rtcroom.room.Member;
import io.rtcroom.room.Profile;
import io.rtcroom.room.Room;
import io.rtcroom.room.RoomView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Joining, leaving and seeing who is there. */
@Path("/v1/rooms/{uid}/members")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
@Cancellable(false)
class MemberResource {
    private final Entrance entrance;
    private final Members members;
    private final Rosters rosters;
    private final SecurityIdentity caller;

    MemberResource(Entrance entrance, Members members, Rosters rosters, SecurityIdentity caller) {
        this.entrance = entrance;
        this.members = members;
        this.rosters = rosters;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Scope.USER_ROLE)
    public Uni<RestResponse<JoinView>> join(@RestPath UUID uid, @Valid JoinRequest request) {
        JoinRequest asked = request == null ? new JoinRequest(null, null, null, null) : request;
        Profile profile = new Profile(caller.getPrincipal().getName(), asked.userName, asked.userAvatar);
        return entrance.enter(uid, profile, claim(asked.session), asked.pushUrl)
                .map(entered -> RestResponse.ResponseBuilder.ok(JoinView.of(entered))
                        .status(entered.joined().rejoined() ? RestResponse.Status.OK : RestResponse.Status.CREATED)
                        .build());
    }

    @GET
    public Uni<MembersView> list(@RestPath UUID uid) {
        return rosters.require(uid).map(roster -> MembersView.of(roster, sees(roster)));
    }

    /** @param session the number that the join answered; without it, whichever sessions the user has leave */
    @DELETE
    @Path("/{userId}")
    public Uni<Void> leave(
            @RestPath UUID uid, @RestPath String userId, @RestQuery @Pattern(regexp = Session.NUMBER) String session) {
        if (caller.getPrincipal() instanceof Caller.User user && !user.id().equals(userId))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "%s cannot leave for %s", user.id(), userId);
        return members.leave(uid, userId, claim(session));
    }

    private static Claim claim(String session) {
        return Claim.of(session == null ? null : Long.valueOf(session));
    }

    /** Play addresses are for those in the room and for trusted back ends. */
    private boolean sees(Roster roster) {
        return !(caller.getPrincipal() instanceof Caller.User user)
                || roster.members().stream().anyMatch(member -> member.userId().equals(user.id()));
    }

    /**
     * @param pushUrl the caller's own address if they already push; without it one is handed out
     * @param session the caller's present one if they are in already: a room that refuses duplicates wants it, and where
     *     they are allowed, a join without it (and with no {@code pushUrl} of theirs) is another device's
     */
    record JoinRequest(
            String userName, String userAvatar, String pushUrl, @Pattern(regexp = Session.NUMBER) String session) {}

    /**
     * @param session names this stay in heartbeats; a later join of the same user ends it, unless duplicates are allowed
     * @param stream the caller's own addresses, the secret push address among them
     */
    record JoinView(String session, RoomView room, StreamAddresses stream, List<MemberView> members) {
        static JoinView of(Entrance.Entered entered) {
            Joined joined = entered.joined();
            return new JoinView(
                    Long.toString(joined.member().epoch()),
                    RoomView.of(joined.room(), joined.members().size(), true),
                    entered.addresses(),
                    joined.members().stream()
                            .map(member -> MemberView.of(joined.room(), member, true))
                            .toList());
        }
    }

    /** @param pendingExpiries expired members whose leaving has no event yet; the list is that far ahead of version */
    record MembersView(long version, int pendingExpiries, List<MemberView> items) {
        static MembersView of(Roster roster, boolean withAddresses) {
            return new MembersView(
                    roster.room().version(),
                    roster.pendingExpiries(),
                    roster.members().stream()
                            .map(member -> MemberView.of(roster.room(), member, withAddresses))
                            .toList());
        }
    }

    /**
     * @param device the member's number, also in events, where each device of a user is a member; absent elsewhere
     * @param suspended still here, but not heard for a while
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MemberView(
            String userId,
            String userName,
            String userAvatar,
            Long device,
            String streamId,
            Instant joinedAt,
            boolean suspended,
            StreamAddresses playUrls) {
        static MemberView of(Room room, Member member, boolean withAddresses) {
            return new MemberView(
                    member.userId(),
                    member.userName(),
                    member.userAvatar(),
                    room.device(member),
                    member.streamId(),
                    member.joinedAt(),
                    member.suspended(),
                    withAddresses ? member.addresses() : null);
        }
    }
}
