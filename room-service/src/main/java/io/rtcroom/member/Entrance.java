package io.rtcroom.member;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.address.Streams;
import io.rtcroom.room.Claim;
import io.rtcroom.room.Joined;
import io.rtcroom.room.Member;
import io.rtcroom.room.Profile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Joining with addresses: the caller's own push address is checked, a member who refreshes keeps the stream and has it
 * signed anew, everybody else gets a new stream: so does every device where each is a member.
 */
@Singleton
class Entrance {
    private final Streams streams;
    private final Members members;
    private final Rosters rosters;

    Entrance(Streams streams, Members members, Rosters rosters) {
        this.streams = streams;
        this.members = members;
        this.rosters = rosters;
    }

    /** @param addresses those of the caller's own stream, with its push address */
    record Entered(Joined joined, StreamAddresses addresses) {}

    /** @param claim the session that this one knowingly takes the place of */
    Uni<Entered> enter(UUID uid, Profile profile, Claim claim, String pushUrl) {
        String userId = profile.userId();
        return rosters.require(uid)
                .chain(roster -> addresses(roster, userId, claim, pushUrl))
                .chain(addresses ->
                        members.join(uid, profile, addresses, claim).map(joined -> new Entered(joined, addresses)));
    }

    private Uni<StreamAddresses> addresses(Roster roster, String userId, Claim claim, String pushUrl) {
        if (pushUrl != null) return streams.verify(userId, pushUrl);
        return roster.before(userId, claim)
                .map(Member::streamId)
                .map(streamId -> streams.renew(userId, streamId))
                .orElseGet(() -> streams.allocate(userId, roster.room().name().roomId()));
    }
}
