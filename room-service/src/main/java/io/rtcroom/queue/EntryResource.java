package io.rtcroom.queue;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.address.StreamAddresses;
import io.rtcroom.address.Streams;
import io.rtcroom.agent.Skills;
import io.rtcroom.call.Calls.Party;
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
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Waiting for an agent. The wait is a call: it is kept by the call's heartbeat and left by hanging up. */
@Path("/v1/queues/{queue}/entries")
@Cancellable(false)
class EntryResource {
    private final Entries entries;
    private final Explanations explanations;
    private final Streams streams;
    private final SecurityIdentity caller;

    EntryResource(Entries entries, Explanations explanations, Streams streams, SecurityIdentity caller) {
        this.entries = entries;
        this.explanations = explanations;
        this.streams = streams;
        this.caller = caller;
    }

    /** Whoever waits in the queue already gets their place again. */
    @POST
    @ResponseStatus(201)
    @RolesAllowed(Scope.USER_ROLE)
    public Uni<Ticket> enter(@RestPath String queue, @Valid EntryRequest request) {
        EntryRequest asked = request == null ? new EntryRequest(null, null, null, null, null) : request;
        Caller.User user = (Caller.User) caller.getPrincipal();
        Profile profile = new Profile(user.id(), asked.userName, asked.userAvatar);
        return entries.live(queue, user.id())
                .chain(before -> before != null
                        ? ticket(before, null)
                        : streams.allocate(user.id(), null).chain(stream -> entries.enter(
                                        queue,
                                        new Party(profile, user.tokenId().toString(), stream),
                                        Skills.given(asked.skills),
                                        0,
                                        asked.infoOrEmpty())
                                .chain(entry -> asked.wantsCallback() && entry.state() == EntryState.WAITING
                                        ? callBackUnlessOffered(entry)
                                        : Uni.createFrom().item(entry))
                                .chain(entry -> ticket(entry, stream))));
    }

    /** An agent may have become free since the place was taken. */
    private Uni<Entry> callBackUnlessOffered(Entry entry) {
        return entries.callBack(entry)
                .onFailure(e ->
                        e instanceof ProblemException refused && refused.type() == ProblemType.ILLEGAL_CALL_TRANSITION)
                .recoverWithUni(() -> entries.require(entry.queue(), entry.id()));
    }

    /** From now on the caller need not stay: they are rung when an agent has taken the call. */
    @POST
    @Path("/{id}/callback")
    @RolesAllowed(Scope.USER_ROLE)
    public Uni<Ticket> callBack(@RestPath String queue, @RestPath UUID id) {
        return own(queue, id).chain(entries::callBack).chain(entry -> ticket(entry, null));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
    public Uni<Ticket> get(@RestPath String queue, @RestPath UUID id) {
        return own(queue, id).chain(entry -> ticket(entry, null));
    }

    /** Another's place does not exist for a user. */
    private Uni<Entry> own(String queue, UUID id) {
        return entries.require(queue, id).invoke(entry -> {
            if (caller.getPrincipal() instanceof Caller.User user && !user.id().equals(entry.caller()))
                throw Entries.noSuchEntry(id);
        });
    }

    /** Only back ends say who is more urgent. */
    @PUT
    @Path("/{id}/priority")
    @RolesAllowed(Scope.ROOMS_ROLE)
    public Uni<Ticket> prioritise(@RestPath String queue, @RestPath UUID id, @Valid @NotNull PriorityRequest request) {
        return entries.prioritise(queue, id, request.priority).chain(entry -> ticket(entry, null));
    }

    /** Who was considered for this caller, and why it was not them. */
    @GET
    @Path("/{id}/why")
    @RolesAllowed(Scope.ROOMS_ROLE)
    public Uni<Explanations.Why> why(@RestPath String queue, @RestPath UUID id) {
        return explanations.why(queue, id);
    }

    private Uni<Ticket> ticket(Entry entry, StreamAddresses stream) {
        return entries.estimate(entry).map(estimate -> Ticket.of(entry, entry.waits() ? estimate : null, stream));
    }

    record PriorityRequest(@NotNull @Min(0) @Max(9) Integer priority) {}

    /**
     * @param skills what the caller needs beyond what the queue asks for
     * @param callback whether the caller is to be called back unless an agent is free at once
     */
    record EntryRequest(
            Map<String, Integer> skills,
            String userName,
            String userAvatar,
            @Size(max = 1024) String info,
            Boolean callback) {
        boolean wantsCallback() {
            return Boolean.TRUE.equals(callback);
        }

        String infoOrEmpty() {
            return info == null ? "" : info.replace("\0", "");
        }
    }
}
