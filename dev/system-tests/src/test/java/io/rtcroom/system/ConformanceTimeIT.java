package io.rtcroom.system;

import static io.rtcroom.system.OldClient.DOUBLE;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The waits of appendix D, items 11 and 12, in real time and all at once. */
@ExtendWith(SharedStack.class)
class ConformanceTimeIT {
    /** Longer than the slowest eviction. */
    private static final Duration LONG_SILENCE = Duration.ofSeconds(30);

    private static CompletableFuture<Duration> untilSilentMemberLeft;
    private static CompletableFuture<Duration> untilEmptyRoomGone;

    private static CompletableFuture<List<String>> whoIsLeftOfTheSilent;

    @BeforeAll
    static void beginAllWaits() {
        untilSilentMemberLeft =
                CompletableFuture.supplyAsync(ConformanceTimeIT::silentMember, Thread::startVirtualThread);
        whoIsLeftOfTheSilent = CompletableFuture.supplyAsync(ConformanceTimeIT::silentShow, Thread::startVirtualThread);
        untilEmptyRoomGone = CompletableFuture.supplyAsync(ConformanceTimeIT::emptyRoom, Thread::startVirtualThread);
    }

    @Test
    void d11_aSilentMemberLeavesAfter20To26Seconds() {
        assertThat(untilSilentMemberLeft.join(), isBetween(20, 26));
    }

    @Test
    void d11_aSilentMemberWhoseStreamIsUpStays() {
        assertThat(whoIsLeftOfTheSilent.join(), contains("anchor"));
    }

    @Test
    void d12_aRoomNobodyEnteredIsGoneAfter30To36SecondsAndItsNameIsFree() {
        assertThat(untilEmptyRoomGone.join(), isBetween(30, 36));
    }

    /** The list and the event agree that she is gone, until she beats again (§7.4); whoever goes on beating stays. */
    private static Duration silentMember() {
        Stack stack = SharedStack.stack();
        String room = Names.room();
        OldClient bob = OldClient.entered(stack, DOUBLE, room);
        try (EventStream events = new V1Client(stack.origin(), bob.token).events(null)) {
            OldClient alice = OldClient.login(stack, DOUBLE);
            String pushUrl = alice.pushUrl(room);
            Instant silentSince = Instant.now();
            alice.addPusher(room, pushUrl).hasCode(0);
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        bob.heartbeat(room).hasCode(0);
                        return events.frames().stream().anyMatch(frame -> isExpiry(frame, alice.userId));
                    });
            assertThat(bob.getPushers(room).texts("pushers", "userID"), contains(bob.userId));
            Duration silent = Duration.between(silentSince, Instant.now());
            alice.heartbeat(room).hasCode(0);
            assertThat(bob.getPushers(room).texts("pushers", "userID"), containsInAnyOrder(bob.userId, alice.userId));
            return silent;
        }
    }

    /** Neither beats; the platform says that the anchor's stream is up. The show ends with nobody but its anchor. */
    private static List<String> silentShow() {
        Stack stack = SharedStack.stack();
        String room = Names.room();
        OldClient anchor = OldClient.login(stack, OldClient.LIVE, Names.user("anchor"));
        String pushUrl = anchor.pushUrl(room);
        anchor.addPusher(room, pushUrl, "anchor").hasCode(0);
        Platform.tellPublished(stack, StreamAddress.parse(pushUrl).streamId());
        OldClient guest = OldClient.entered(stack, OldClient.LIVE, room);
        Instant silentSince = Instant.now();
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> guest.getPushers(room).texts("pushers", "userName"),
                        left -> left.size() < 2
                                && Duration.between(silentSince, Instant.now()).compareTo(LONG_SILENCE) > 0);
    }

    private static boolean isExpiry(EventStream.Frame frame, String userId) {
        return frame.type().equals("member.left")
                && frame.event().path("data").path("userId").asText().equals(userId)
                && frame.event().path("data").path("reason").asText().equals("expired");
    }

    private static Duration emptyRoom() {
        Stack stack = SharedStack.stack();
        OldClient alice = OldClient.login(stack, DOUBLE);
        String room = Names.room();
        Instant created = Instant.now();
        alice.createRoom(room, "").hasCode(0);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> alice.createRoom(room, "").code() != 11);
        return Duration.between(created, Instant.now());
    }

    private static org.hamcrest.Matcher<Duration> isBetween(int from, int to) {
        return both(greaterThanOrEqualTo(Duration.ofSeconds(from))).and(lessThan(Duration.ofSeconds(to)));
    }
}
