package io.rtcroom.queue;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.call.AnsweredCall;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** An agent's offers. The number is a fence: an answer to an earlier offer is none to a later one. */
@Path("/v1/offers")
@RolesAllowed(Scope.USER_ROLE)
@Cancellable(false)
class OfferResource {
    private final Offers offers;
    private final SecurityIdentity caller;

    OfferResource(Offers offers, SecurityIdentity caller) {
        this.offers = offers;
        this.caller = caller;
    }

    /** The one the agent has now, open or accepted: an empty list or one. */
    @GET
    public Uni<Offers.OffersView> current() {
        return offers.current(user().id());
    }

    @POST
    @Path("/{number}/accept")
    public Uni<AnsweredCall> accept(@RestPath long number, @Valid ProfileRequest request) {
        ProfileRequest asked = request == null ? new ProfileRequest(null, null) : request;
        return offers.accept(
                number,
                new Profile(user().id(), asked.userName, asked.userAvatar),
                user().tokenId().toString());
    }

    @POST
    @Path("/{number}/decline")
    public Uni<Void> decline(@RestPath long number) {
        return offers.decline(number, user().id());
    }

    private Caller.User user() {
        return (Caller.User) caller.getPrincipal();
    }

    record ProfileRequest(String userName, String userAvatar) {}
}
