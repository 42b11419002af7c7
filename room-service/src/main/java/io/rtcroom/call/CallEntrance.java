package io.rtcroom.call;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.address.Streams;
import io.rtcroom.call.Calls.Party;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;

/**
 * Calling and answering with addresses: whoever is in the call already keeps their stream and has it signed anew, everybody
 * else gets a new one. An observer sends nothing and gets none.
 */
@Singleton
public class CallEntrance {
    private final Streams streams;
    private final Calls calls;
    private final CallDirectory directory;

    CallEntrance(Streams streams, Calls calls, CallDirectory directory) {
        this.streams = streams;
        this.calls = calls;
        this.directory = directory;
    }

    /**
     * @param addresses those of the user's own stream, with its push address; null if the call is over or only observed
     * @param isNew whether this very request made the call
     */
    record Entered(Call call, StreamAddresses addresses, boolean isNew) {}

    Uni<Entered> invite(
            Profile caller, String device, Set<String> invited, String info, Calls.Ringing ringing, CallKey key) {
        return directory
                .repeated(caller.userId(), key)
                .chain(repeated -> repeated != null
                        ? again(repeated, caller.userId())
                        : streams.allocate(caller.userId(), null).chain(addresses -> calls.invite(
                                        new Party(caller, device, addresses), invited, info, ringing, key)
                                .chain(call -> entered(call, caller.userId(), addresses))));
    }

    private Uni<Entered> entered(Call call, String userId, StreamAddresses allocated) {
        StreamAddresses own = call.find(userId).addresses();
        if (own == null || !own.streamId().equals(allocated.streamId())) return again(call, userId);
        boolean isNew = call.row().caller().equals(userId);
        boolean isOver = call.state() == CallState.ENDED;
        return Uni.createFrom().item(new Entered(call, isOver ? null : allocated, isNew));
    }

    Uni<Entered> accept(UUID id, Profile answerer, String device) {
        return directory.require(id).chain(call -> addresses(call, answerer.userId())
                .chain(addresses -> calls.accept(id, new Party(answerer, device, addresses))
                        .map(answered -> new Entered(answered, addresses, false))));
    }

    /** @param guard what must hold besides, under the call's lock */
    public Uni<AnsweredCall> accept(UUID id, Profile answerer, String device, Calls.Guard guard) {
        return directory.require(id).chain(call -> addresses(call, answerer.userId())
                .chain(addresses -> calls.accept(id, new Party(answerer, device, addresses), guard)
                        .map(answered -> AnsweredCall.of(new Entered(answered, addresses, false), answerer.userId()))));
    }

    private Uni<Entered> again(Call call, String userId) {
        return call.state() == CallState.ENDED
                ? Uni.createFrom().item(new Entered(call, null, false))
                : addresses(call, userId).map(addresses -> new Entered(call, addresses, false));
    }

    Uni<StreamAddresses> addresses(Call call, String userId) {
        Participant self = call.find(userId);
        if (self == null) throw CallDirectory.noSuchCall(call.id());
        if (self.role() == Role.OBSERVER) return Uni.createFrom().nullItem();
        return self.isJoined() ? streams.renew(userId, self.addresses().streamId()) : streams.allocate(userId, null);
    }
}
