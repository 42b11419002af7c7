package io.rtcroom.system;

import static io.rtcroom.system.OldClient.DOUBLE;
import static io.rtcroom.system.OldClient.MULTI;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What IM groups exist and what they are told: appendix D items 7, 8 and 24. */
@ExtendWith(SharedStack.class)
class ConformanceImIT {
    private static final Duration SECONDS = Duration.ofSeconds(10);

    private final Stack stack = SharedStack.stack();
    private final Im im = stack.im();

    @AfterAll
    static void everyImCallWasAsSpecified() {
        assertThat(SharedStack.stack().im().violations(), is(empty()));
    }

    @Test
    void d07_anOldClientJoinsTheGroupAtOnceAndHearsEachChangeOnce() {
        OldClient alice = OldClient.login(stack, DOUBLE);
        OldClient bob = OldClient.login(stack, DOUBLE);
        String room = Names.room();

        alice.createRoom(room, "").hasCode(0);
        assertThat("the group exists when create_room has answered", im.join(room, alice.userId), is(0));
        alice.enter(room).hasCode(0);
        bob.enter(room).hasCode(0);
        await().atMost(SECONDS).until(() -> im.done(room, Im.NOTIFY).size() >= 2);
        settle(room);
        int afterJoins = im.done(room, Im.NOTIFY).size();
        bob.deletePusher(room).hasCode(0);
        settle(room);

        assertThat(
                "two joins, and a coalesced repeat",
                afterJoins,
                both(greaterThanOrEqualTo(3)).and(lessThanOrEqualTo(4)));
        assertThat("a leave is told once and not repeated", im.done(room, Im.NOTIFY), hasSize(afterJoins + 1));
        assertThat(
                im.calls(room).stream().map(Im.Call::body).distinct().toList(),
                containsInAnyOrder(
                        "{\"Owner_Account\":\"administrator\",\"Type\":\"AVChatRoom\",\"GroupId\":\"" + room
                                + "\",\"Name\":\"group_name\"}",
                        "{\"GroupId\":\"" + room
                                + "\",\"Content\":\"{\\\"cmd\\\":\\\"notifyPusherChange\\\",\\\"data\\\":\\\"\\\"}\"}"));
        assertThat(im.messageTypes(alice.userId), everyItem(is(255)));
    }

    @Test
    void d07_whoCreatesTheRoomByEnteringIsNotNotified() {
        String room = Names.room();

        OldClient alice = OldClient.login(stack, DOUBLE);
        assertThat(alice.enter(room).hasCode(0).text("roomID"), is(room));
        assertThat("the group exists when add_pusher has answered", im.join(room, alice.userId), is(0));
        settle(room);
        assertThat(im.done(room, Im.NOTIFY), hasSize(lessThanOrEqualTo(1)));
        int repeats = im.done(room, Im.NOTIFY).size();

        alice.enter(room).hasCode(0);
        await().atMost(SECONDS).until(() -> im.done(room, Im.NOTIFY).size() > repeats);
    }

    @Test
    void d08_theCreatorMayLeaveAndTheLastLeaverEndsTheGroup() {
        String room = Names.room();
        OldClient alice = OldClient.entered(stack, DOUBLE, room);
        OldClient bob = OldClient.entered(stack, DOUBLE, room);
        im.join(room, bob.userId);

        alice.deletePusher(room).hasCode(0);
        Answer left = bob.getPushers(room).hasCode(0);
        assertThat(left.texts("pushers", "userID"), contains(bob.userId));
        assertThat(left.text("roomCreator"), is(alice.userId));

        bob.deletePusher(room).hasCode(0);
        bob.getPushers(room).hasCode(3);
        await().atMost(SECONDS).until(() -> !im.exists(room));
        assertThat(im.done(room, Im.DESTROY), hasSize(1));
        assertThat(im.messageTypes(bob.userId).getLast(), is(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"httpStatus\":500,\"times\":-1",
                "\"errorCode\":10002,\"times\":-1",
                "\"silent\":true,\"delayMillis\":6000,\"times\":-1"
            })
    void d24_imBeingDownFailsNoCallAndWhatWasMissedIsToldLater(String fault) {
        OldClient alice = OldClient.login(stack, DOUBLE);
        String room = Names.room();
        im.fail(fault);

        Instant begun = Instant.now();
        alice.createRoom(room, "").hasCode(0);
        alice.enter(room).hasCode(0);
        OldClient bob = OldClient.entered(stack, DOUBLE, room);
        assertThat(Duration.between(begun, Instant.now()), lessThan(Duration.ofSeconds(6)));
        im.heal();

        await().atMost(Duration.ofSeconds(30)).until(() -> im.join(room, bob.userId) == 0);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(im.done(room, Im.NOTIFY), hasSize(greaterThanOrEqualTo(1))));
    }

    @Test
    void d24_aGroupThatVanishedIsMadeAnewAndATakenNameHurtsNobody() {
        String taken = Names.room();
        im.own(taken, "somebody-else");
        OldClient alice = OldClient.login(stack, DOUBLE);
        assertThat(alice.createRoom(taken, "").code(), oneOf(0, 6));

        String vanishing = Names.room();
        alice.enter(vanishing).hasCode(0);
        await().atMost(SECONDS).until(() -> im.exists(vanishing));
        im.fail("\"groupId\":\"" + vanishing + "\",\"command\":\"" + Im.NOTIFY + "\",\"errorCode\":10010,\"times\":1");
        OldClient.entered(stack, DOUBLE, vanishing);
        await().atMost(SECONDS).untilAsserted(() -> assertThat(im.done(vanishing, Im.NOTIFY), is(not(empty()))));
    }

    @Test
    void d13_roomsOfOneNameShareTheGroupUntilTheLastOfThemEnds() {
        String room = Names.room();
        OldClient alice = OldClient.entered(stack, DOUBLE, room);
        OldClient bob = OldClient.entered(stack, MULTI, room);

        alice.deletePusher(room).hasCode(0);
        settle(room);
        assertThat(im.exists(room), is(true));

        bob.deletePusher(room).hasCode(0);
        await().atMost(SECONDS).until(() -> !im.exists(room));
    }

    /** What old clients write goes to the vendor alone, which calls us back (protocol.md §7.6). */
    @Test
    void oldAndNewClientsReadEachOtherOnce() {
        im.callTo(stack.origin() + "/hooks/tencent-im", Deployment.IM_CALLBACK_TOKEN);
        String room = Names.room();
        OldClient alice = OldClient.entered(stack, MULTI, room);
        V1Client bob = V1Client.user(stack, Names.user("bob"));
        String uid = bob.find("multi", room).texts("items", "uid").getFirst();
        Patience.until(() -> bob.join(uid)).hasStatus(201);
        await().atMost(SECONDS).until(() -> im.join(room, alice.userId) == 0);
        String chat = "/v1/messages?chat=chat:" + uid;

        assertThat(im.say(room, alice.userId, "A \"quoted\" }} \\ name", "hello }} \"Bob\""), is(0));
        await().atMost(SECONDS).untilAsserted(() -> assertThat(bob.get(chat).texts("items", "text"), hasSize(1)));
        bob.post("/v1/messages", "{\"roomUid\":\"" + uid + "\",\"text\":\"hello Alice\",\"clientMsgId\":\"1\"}")
                .hasStatus(201);

        await().atMost(SECONDS).until(() -> im.texts(alice.userId).size() == 2);
        assertThat(im.texts(alice.userId), contains("hello }} \"Bob\"", "hello Alice"));
        settle(room);
        assertThat(bob.get(chat).texts("items", "text"), contains("hello Alice", "hello }} \"Bob\""));

        String mute = "/v1/messages/chat:" + uid + "/mutes/" + alice.userId;
        stack.backEnd()
                .send("PUT", mute, "application/json", "{\"seconds\":60}")
                .hasStatus(204);
        assertThat("refused by a callback", im.say(room, alice.userId, "Alice", "me again"), is(10016));
    }

    /** Waits until the group has been left alone for longer than it takes to repeat a notification. */
    private void settle(String room) {
        Duration quiet = Deployment.REPEAT_AFTER.multipliedBy(5).dividedBy(2);
        Instant begun = Instant.now();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            var last = im.calls(room).stream().map(Im.Call::at).reduce(begun, (a, b) -> a.isAfter(b) ? a : b);
            return last.plus(quiet).isBefore(Instant.now());
        });
    }
}
