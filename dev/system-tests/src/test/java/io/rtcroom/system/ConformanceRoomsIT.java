package io.rtcroom.system;

import static io.rtcroom.system.OldClient.DOUBLE;
import static io.rtcroom.system.OldClient.MULTI;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.iterableWithSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rooms and members: appendix D items 2 to 6, 10, 13 to 15, 19. */
@ExtendWith(SharedStack.class)
class ConformanceRoomsIT {
    private final Stack stack = SharedStack.stack();

    @Test
    void d02_formsWorkWithJunkAndNumbersAsText() {
        OldClient alice = OldClient.login(stack, MULTI);
        String room = Names.room();

        alice.form("create_room", "userID=" + alice.userId + "&roomID=" + room + "&roomInfo=a%20show&v=123456")
                .hasCode(0);
        String pushUrl =
                alice.form("get_push_url", "userID=" + alice.userId + "&v=1").text("pushURL");
        alice.form(
                        "add_pusher",
                        "userID=" + alice.userId + "&roomID=" + room + "&userName=A&userAvatar=123&pushURL="
                                + java.net.URLEncoder.encode(pushUrl, java.nio.charset.StandardCharsets.UTF_8) + "&v=2")
                .hasCode(0);

        assertThat(alice.form("get_pushers", "roomID=" + room + "&v=3").text("roomInfo"), is("a show"));
        assertThat(
                alice.form("get_room_list", "cnt=1&index=0&v=4")
                        .json()
                        .path("rooms")
                        .size(),
                is(1));
    }

    @Test
    void d03_codeIsAnIntegerAndListsAreAlwaysArrays() {
        OldClient alice = OldClient.login(stack, DOUBLE);
        OldClient nobody = alice.withToken("no-token");
        String room = Names.room();

        List<Answer> answers = List.of(
                alice.createRoom(room, ""),
                alice.createRoom(room, ""),
                alice.getPushers(room),
                alice.getPushUrl(room),
                alice.enter(room),
                alice.getPushers(room),
                alice.heartbeat(room),
                alice.getRoomList(0, 20),
                alice.getRoomList(100_000, 20),
                alice.destroyRoom(room),
                alice.deletePusher(room),
                nobody.getPushUrl(room),
                nobody.createRoom(room, ""),
                nobody.heartbeat(room),
                alice.call("add_pusher", "{}"),
                alice.logout(),
                alice.logout());

        for (Answer answer : answers) {
            answer.code();
            assertThat(answer.body(), answer.json().path("message").isTextual());
            assertThat(
                    answer.header("Content-Type").replace(" ", "").toLowerCase(java.util.Locale.ROOT),
                    is("application/json;charset=utf-8"));
            assertThat(answer.body(), answer.body().contains("null"), is(false));
        }
        assertThat(answers.get(5).json().path("pushers").isArray(), is(true));
        assertThat(answers.get(7).json().path("rooms").isArray(), is(true));
        assertThat(answers.get(8).json().path("rooms").isArray(), is(true));
    }

    @Test
    void d04_aCreatedRoomIsInvisibleUntilSomebodyEnters() {
        OldClient alice = OldClient.login(stack, DOUBLE);
        String room = Names.room();

        alice.createRoom(room, "hello").hasCode(0);

        alice.getPushers(room).hasCode(3);
        assertThat(listed(alice), not(hasItem(room)));
        alice.enter(room).hasCode(0);
        assertThat(listed(alice), hasItem(room));
    }

    @Test
    void d05_theFirstToEnterIsTheCreatorAndListedFirst() {
        OldClient carol = OldClient.login(stack, DOUBLE);
        OldClient zoe = OldClient.login(stack, DOUBLE, Names.user("zoe"));
        OldClient bob = OldClient.login(stack, DOUBLE, Names.user("bob"));
        String room = Names.room();

        carol.createRoom(room, "hello").hasCode(0);
        zoe.enter(room).hasCode(0);
        bob.enter(room).hasCode(0);

        Answer seen = bob.getPushers(room).hasCode(0);
        assertThat(seen.text("roomCreator"), is(zoe.userId));
        assertThat(seen.texts("pushers", "userID"), contains(zoe.userId, bob.userId));
        assertThat(seen.text("roomInfo"), is("hello"));
        assertThat(seen.text("custom"), is("{}"));
    }

    @Test
    void d06_aThirdPersonIsTurnedAwayAndAMemberMayComeAgain() {
        String room = Names.room();
        OldClient alice = OldClient.entered(stack, DOUBLE, room);
        OldClient bob = OldClient.entered(stack, DOUBLE, room);
        OldClient carol = OldClient.login(stack, DOUBLE);

        carol.enter(room).hasCode(5001);

        bob.enter(room).hasCode(0);
        assertThat(alice.getPushers(room).texts("pushers", "userID"), contains(alice.userId, bob.userId));
    }

    @Test
    void d10_aHeartbeatNeedsMembershipAndTheToken() {
        String room = Names.room();
        OldClient alice = OldClient.entered(stack, DOUBLE, room);

        alice.heartbeat(room).hasCode(0);
        OldClient.login(stack, DOUBLE).heartbeat(room).hasCode(5);
        alice.heartbeat(Names.room()).hasCode(5);
        alice.withToken("wrong").heartbeat(room).hasCode(7);
        alice.withToken("").heartbeat(room).hasCode(7);
    }

    @Test
    void d13_theSameNameInTwoFamiliesIsTwoRooms() {
        String room = Names.room();
        OldClient alice = OldClient.entered(stack, DOUBLE, room);
        OldClient bob = OldClient.entered(stack, MULTI, room);

        assertThat(alice.getPushers(room).texts("pushers", "userID"), contains(alice.userId));
        assertThat(bob.getPushers(room).texts("pushers", "userID"), contains(bob.userId));

        alice.deletePusher(room).hasCode(0);
        alice.getPushers(room).hasCode(3);
        bob.getPushers(room).hasCode(0);
    }

    @Test
    void d14_roomInfoHasAtMost1024Bytes() {
        OldClient alice = OldClient.login(stack, DOUBLE);

        alice.createRoom(Names.room(), "x".repeat(1024)).hasCode(0);
        alice.createRoom(Names.room(), "中".repeat(341) + "x").hasCode(0);
        alice.createRoom(Names.room(), "x".repeat(1025)).hasCode(10);
        alice.createRoom(Names.room(), "中".repeat(341) + "xx").hasCode(10);
    }

    @Test
    void d15_fiftyParallelAddPusherAdmitExactlyTheLimit() {
        String room = Names.room();
        OldClient.login(stack, MULTI).createRoom(room, "").hasCode(0);
        List<OldClient> clients = Parallel.run(50, i -> OldClient.login(stack, MULTI));
        List<String> pushUrls = Parallel.run(50, i -> clients.get(i).pushUrl(room));

        List<Integer> codes =
                Parallel.run(50, i -> Patience.until(() -> clients.get(i).addPusher(room, pushUrls.get(i)))
                        .code());

        assertThat(codes.stream().filter(code -> code == 0).toList(), hasSize(4));
        assertThat(codes.stream().filter(code -> code != 0).toList(), everyItem(is(5001)));
        assertThat(clients.getFirst().getPushers(room).json().path("pushers").size(), is(4));
    }

    @Test
    void d19_theListIsPagedByIndexAndCnt() {
        OldClient alice = OldClient.entered(stack, MULTI, Names.room());
        OldClient.entered(stack, MULTI, Names.room());

        assertThat(alice.getRoomList(0, 1).json().path("rooms"), iterableWithSize(1));
        List<String> all = alice.getRoomList(0, 0).texts("rooms", "roomID");
        assertThat(all.size(), is(greaterThanOrEqualTo(2)));
        assertThat(alice.getRoomList(0, -5).code(), is(0));
        assertThat(alice.getRoomList(100_000, 20).json().path("rooms"), iterableWithSize(0));
        Answer absent = alice.call("get_room_list", "{}").hasCode(0);
        assertThat(
                absent.texts("rooms", "roomID"),
                both(hasSize(lessThanOrEqualTo(20))).and(not(empty())));
        assertThat(alice.getRoomList(1, 1).texts("rooms", "roomID"), contains(all.get(1)));
    }

    /** All of the family's rooms, a page at a time. */
    private static List<String> listed(OldClient client) {
        List<String> all = new ArrayList<>();
        List<String> page;
        do {
            page = client.getRoomList(all.size(), 0).texts("rooms", "roomID");
            all.addAll(page);
        } while (!page.isEmpty());
        return all;
    }
}
