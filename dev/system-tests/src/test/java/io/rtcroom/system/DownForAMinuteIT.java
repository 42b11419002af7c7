package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole stack goes down with its data and comes back after every lease has run out by the clock on the wall. */
class DownForAMinuteIT {
    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final Duration SEVERAL_SWEEPS = Duration.ofSeconds(7);

    @TempDir
    private Path data;

    private final String room = Names.room();

    /** What there is before, and must be there after. */
    private record Before(OldClient alice, OldClient bob, V1Client carol, String uid, String cursor, String pushUrl) {}

    @Test
    void everyRoomMemberTokenAndKeyIsThereAndNobodyIsEvicted() {
        try (Im im = Im.start()) {
            Before before;
            try (Stack stack = start(im)) {
                before = populate(stack);
                d07_withoutARepeatEveryChangeIsToldOnce(im);
            }
            Instant down = Instant.now();
            await().atMost(A_MINUTE.multipliedBy(2))
                    .until(() -> down.plus(A_MINUTE).isBefore(Instant.now()));
            try (Stack stack = start(im)) {
                nothingIsMissing(stack, before);
            }
        }
    }

    private Stack start(Im im) {
        return Stack.start(data, Deployment.im(im.origin(), Duration.ZERO), im);
    }

    private Before populate(Stack stack) {
        OldClient alice = OldClient.entered(stack, OldClient.DOUBLE, room);
        OldClient bob = OldClient.entered(stack, OldClient.DOUBLE, room);
        String carolId = Names.user("carol");
        V1Client carol = V1Client.user(stack, carolId);
        String uid = carol.createRoom("multi", Names.room()).hasStatus(201).text("uid");
        try (EventStream events = carol.events(null)) {
            Patience.until(() -> carol.join(uid)).hasStatus(201);
            await().until(() -> !events.of("room:" + uid).isEmpty());
            return new Before(alice, bob, carol, uid, events.lastEventId(), alice.pushUrl(room));
        }
    }

    /** Here, because it takes a stack of its own: with repeat-after 0 nothing is repeated. */
    private void d07_withoutARepeatEveryChangeIsToldOnce(Im im) {
        await().until(() -> !im.done(room, Im.NOTIFY).isEmpty());
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat("of two, one created the room", im.done(room, Im.NOTIFY), hasSize(1)));
    }

    private void nothingIsMissing(Stack stack, Before before) {
        OldClient alice = before.alice().at(stack);
        OldClient bob = before.bob().at(stack);
        V1Client carol = before.carol().at(stack.origin());
        assertThat(alice.getPushers(room).hasCode(0).texts("pushers", "userID"), contains(alice.userId, bob.userId));
        assertThat(
                carol.room(before.uid()).hasStatus(200).json().path("members").asInt(), is(1));
        await().during(SEVERAL_SWEEPS).atMost(SEVERAL_SWEEPS.multipliedBy(2)).untilAsserted(() -> {
            alice.heartbeat(room).hasCode(0);
            bob.heartbeat(room).hasCode(0);
            assertThat(alice.getPushers(room).texts("pushers", "userID"), contains(alice.userId, bob.userId));
        });
        assertThat(carol.members(before.uid()).json().path("items").size(), is(1));
        assertThat(
                "an address from before is still accepted",
                alice.addPusher(room, before.pushUrl()).code(),
                is(0));
        eventsGoOn(stack, carol, before);
    }

    private static void eventsGoOn(Stack stack, V1Client carol, Before before) {
        try (EventStream events = carol.events(before.cursor())) {
            V1Client dave = V1Client.user(stack, Names.user("dave"));
            Patience.until(() -> dave.join(before.uid())).hasStatus(201);
            await().until(() -> !events.frames().isEmpty());
            assertThat(events.frames().getFirst().type(), is("member.joined"));
        }
        RoomEvents all = new Audit(stack).everythingAgrees();
        List<String> types = all.bySubject().values().stream()
                .flatMap(List::stream)
                .map(event -> event.path("type").asText())
                .toList();
        assertThat(types, hasItem("room.created"));
        assertThat(types.stream().filter(type -> type.equals("member.left")).toList(), is(empty()));
    }
}
