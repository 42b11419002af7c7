package io.rtcroom.call;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Calling people: an invite and an answer are all it takes, each with the addresses it needs. */
@Path("/v1/calls")
@RolesAllowed(Scope.USER_ROLE)
@Cancellable(false)
class CallResource {
    static final String USER_ID = "[A-Za-z0-9_-]{1,32}";

    private final CallEntrance entrance;
    private final Calls calls;
    private final CallDirectory directory;
    private final CallBeats beats;
    private final CallConfig config;
    private final SecurityIdentity caller;

    CallResource(
            CallEntrance entrance,
            Calls calls,
            CallDirectory directory,
            CallBeats beats,
            CallConfig config,
            SecurityIdentity caller) {
        this.entrance = entrance;
        this.calls = calls;
        this.directory = directory;
        this.beats = beats;
        this.config = config;
        this.caller = caller;
    }

    @POST
    public Uni<RestResponse<AnsweredCall>> invite(
            @Valid @NotNull InviteRequest request, @RestHeader("Idempotency-Key") String idempotencyKey) {
        Profile profile = new Profile(user().id(), request.userName, request.userAvatar);
        CallKey key = CallKey.of(user().id(), idempotencyKey, request.text());
        return entrance.invite(profile, device(), invited(request), request.infoOrEmpty(), request.ringing(), key)
                .map(entered -> RestResponse.ResponseBuilder.ok(AnsweredCall.of(entered, user().id()))
                        .status(entered.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK)
                        .location(URI.create("/v1/calls/" + entered.call().id()))
                        .build());
    }

    /** The call the user rings or talks in: an empty list or one. */
    @GET
    public Uni<CallsView> current() {
        return directory
                .of(user().id())
                .map(call -> new CallsView(isNews(call) ? List.of(CallView.of(call, user().id())) : List.of()));
    }

    /** Answers; for whoever is in the call already it signs their addresses anew. */
    @POST
    @Path("/{id}/accept")
    public Uni<AnsweredCall> accept(@RestPath UUID id, @Valid ProfileRequest request) {
        ProfileRequest asked = request == null ? new ProfileRequest(null, null) : request;
        return entrance.accept(id, new Profile(user().id(), asked.userName, asked.userAvatar), device())
                .map(entered -> AnsweredCall.of(entered, user().id()));
    }

    @POST
    @Path("/{id}/decline")
    public Uni<CallView> decline(@RestPath UUID id) {
        return calls.decline(id, user().id()).map(this::view);
    }

    @POST
    @Path("/{id}/cancel")
    public Uni<CallView> cancel(@RestPath UUID id) {
        return calls.cancel(id, user().id()).map(this::view);
    }

    @POST
    @Path("/{id}/hangup")
    public Uni<CallView> hangUp(@RestPath UUID id) {
        return calls.hangUp(id, user().id()).map(this::view);
    }

    @POST
    @Path("/{id}/invitees")
    public Uni<CallView> inviteMore(@RestPath UUID id, @Valid @NotNull InviteRequest request) {
        return calls.inviteMore(id, user().id(), invited(request), request.ringFor())
                .map(this::view);
    }

    @POST
    @Path("/{id}/heartbeat")
    public Uni<Void> beat(@RestPath UUID id) {
        return beats.beat(id, user().id());
    }

    /** Who is to be rung only once the caller's stream is live knows of nothing before. */
    private boolean isNews(Call call) {
        return call != null && !call.find(user().id()).isPending();
    }

    private CallView view(Call call) {
        return CallView.of(call, user().id());
    }

    private Caller.User user() {
        return (Caller.User) caller.getPrincipal();
    }

    /** Every login of a user has a token of its own. */
    private String device() {
        return user().tokenId().toString();
    }

    private Set<String> invited(InviteRequest request) {
        Set<String> users = new TreeSet<>(request.to);
        if (users.contains(user().id()))
            throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "to", "to must not name the caller");
        int most = config.maxParticipants() - 1;
        if (users.size() > most)
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, "to", "to must name at most " + most + " users");
        return users;
    }

    /**
     * @param info for those who are called, and never interpreted
     * @param ringSeconds how long they are rung
     * @param ringWhenLive whether nobody is rung before the caller's stream is live; not of invitees
     */
    record InviteRequest(
            @NotNull @Size(min = 1, max = 49) List<@NotNull @Pattern(regexp = USER_ID) String> to,
            String userName,
            String userAvatar,
            @Size(max = 1024) String info,
            @Min(5) @Max(300) Integer ringSeconds,
            Boolean ringWhenLive) {
        Calls.Ringing ringing() {
            return new Calls.Ringing(ringFor(), Boolean.TRUE.equals(ringWhenLive));
        }

        Duration ringFor() {
            return ringSeconds == null ? null : Duration.ofSeconds(ringSeconds);
        }

        String infoOrEmpty() {
            return info == null ? "" : info.replace("\0", "");
        }

        String text() {
            return "call " + new TreeSet<>(to) + " " + infoOrEmpty()
                    + (ringSeconds == null ? "" : " for " + ringSeconds)
                    + (ringing().whenLive() ? " when live" : "");
        }
    }

    record ProfileRequest(String userName, String userAvatar) {}

    record CallsView(List<CallView> items) {}
}
