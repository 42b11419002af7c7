package io.rtcroom.compat;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.atOnce;
import static io.rtcroom.Fixtures.random;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Neighbours.class)
class RoomCallsTest {
    private final String room = random("room");

    @Inject
    Pool pool;

    @Test
    @DisplayName("D4: a created room is in no list, and get_pushers does not know it")
    void aCreatedRoomIsInvisible() {
        OldClient alice = aClient("double_room");

        assertEquals(room, create(alice, "").text("roomID"));

        assertFalse(listed(alice).contains(room));
        assertEquals(3, pushers(alice).code());
    }

    @Test
    void aRoomWithoutAnIdGetsOne() {
        OldClient alice = aClient("double_room");

        String generated =
                alice.call("create_room", Map.of("roomInfo", "")).ok().text("roomID");

        assertTrue(generated.matches("room_[0-9a-f]{8}_[0-9a-f]{4}"), generated);
        assertFalse(alice.call("create_room", Map.of("roomInfo", "", "roomID", ""))
                .ok()
                .text("roomID")
                .isEmpty());
    }

    @Test
    void aTakenIdIsRefusedWith11AndNamed() {
        OldClient alice = aClient("double_room");
        create(alice, "first");

        Answer refused = alice.call("create_room", Map.of("roomID", room, "roomInfo", "second"));

        assertEquals(11, refused.code());
        assertEquals(room, refused.text("roomID"));
    }

    @Test
    @DisplayName("D5: the first add_pusher makes the creator; the second user sees both, creator first")
    void theFirstToJoinIsTheCreator() {
        OldClient zoe = aClient("double_room");
        OldClient alice = aClient("double_room");
        create(alice, "hello");

        Answer first = zoe.join(room).ok();
        alice.join(room).ok();

        assertFalse(first.json().has("roomID"), "the room was there");
        JsonNode seen = pushers(alice).ok().json();
        assertEquals(room, seen.get("roomID").textValue());
        assertEquals("hello", seen.get("roomInfo").textValue());
        assertEquals(zoe.userId(), seen.get("roomCreator").textValue());
        assertEquals("{}", seen.get("custom").textValue());
        assertEquals(List.of(zoe.userId(), alice.userId()), seen.findValuesAsText("userID"));
        assertEquals("Name of " + zoe.userId(), seen.at("/pushers/0/userName").textValue());
        assertEquals("123", seen.at("/pushers/0/userAvatar").textValue());
        assertEquals(
                "https://play.example.com/live/" + streamOf(seen) + ".flv",
                seen.get("mixedPlayURL").textValue());
    }

    @Test
    void numericUserIdsKeepTheOrderOfJoining() {
        OldClient later = OldClient.of("multi_room", "9" + System.nanoTime());
        OldClient earlier = OldClient.of("multi_room", "1" + System.nanoTime());
        later.join(room).ok();
        earlier.join(room).ok();

        assertEquals(List.of(later.userId(), earlier.userId()), users(pushers(later)));
    }

    @Test
    @DisplayName("8.1-2: add_pusher to an unknown room creates it with its roomInfo and says so")
    void joiningAnUnknownRoomCreatesIt() {
        OldClient alice = aClient("multi_room");
        Map<String, Object> body = alice.pusher(room, alice.aPushUrl());
        body.put("roomInfo", "agreed beforehand");

        assertEquals(room, alice.call("add_pusher", body).ok().text("roomID"));

        JsonNode seen = pushers(alice).ok().json();
        assertEquals("agreed beforehand", seen.get("roomInfo").textValue());
        assertEquals(alice.userId(), seen.get("roomCreator").textValue());
    }

    @Test
    @DisplayName("D6: the third user of a double room gets 5001, a member's repeated add_pusher 0")
    void aDoubleRoomHoldsTwo() {
        OldClient alice = aClient("double_room");
        OldClient bob = aClient("double_room");
        alice.join(room).ok();
        bob.join(room).ok();

        assertEquals(5001, aClient("double_room").join(room).code());

        Map<String, Object> renamed = bob.pusher(room, bob.aPushUrl());
        renamed.put("userName", "Bobby");
        bob.call("add_pusher", renamed).ok();
        JsonNode seen = pushers(alice).ok().json();
        assertEquals(List.of(alice.userId(), bob.userId()), seen.findValuesAsText("userID"));
        assertEquals("Bobby", seen.at("/pushers/1/userName").textValue());
    }

    @Test
    @DisplayName("D8: the creator leaves a double room and it lives; the last leaves and it is gone")
    void aDoubleRoomOutlivesItsCreator() {
        OldClient alice = aClient("double_room");
        OldClient bob = aClient("double_room");
        alice.join(room).ok();
        bob.join(room).ok();

        leave(alice).ok();
        assertEquals(List.of(bob.userId()), users(pushers(bob)));
        assertEquals(alice.userId(), pushers(bob).text("roomCreator"));

        leave(bob).ok();
        assertEquals(3, pushers(bob).code());
        assertEquals(5, leave(bob).code());
        create(bob, "");
    }

    @Test
    @DisplayName("D9: a live room ends with its creator")
    void aLiveRoomEndsWithItsCreator() {
        OldClient anchor = aClient("live_room");
        OldClient guest = aClient("live_room");
        create(anchor, "show");
        anchor.join(room).ok();
        guest.join(room).ok();
        assertEquals(0, listedRoom(guest).get("audienceCount").intValue());

        leave(anchor).ok();

        assertEquals(3, pushers(guest).code());
        assertEquals(5, leave(guest).code());
    }

    @Test
    void onlyTheCreatorDestroysARoom() {
        OldClient alice = aClient("multi_room");
        OldClient bob = aClient("multi_room");
        assertEquals(3, destroy(alice).code());
        create(alice, "");
        assertEquals(3, destroy(alice).code());
        alice.join(room).ok();
        bob.join(room).ok();

        assertEquals(3, destroy(bob).code());
        destroy(alice).ok();
        assertEquals(3, pushers(bob).code());
    }

    @Test
    @DisplayName("D10: a heartbeat of a non-member is 5")
    void onlyMembersBeat() {
        OldClient alice = aClient("double_room");
        OldClient bob = aClient("double_room");
        alice.join(room).ok();

        beat(alice).ok();
        assertEquals(5, beat(bob).code());
        assertEquals(5, beat(alice.in("multi_room")).code());
    }

    @Test
    @DisplayName("D12: a room nobody entered goes after its time, and its ID is free")
    void aRoomNobodyEnteredGoes() {
        OldClient alice = aClient("double_room");
        create(alice, "");
        age("update room set enter_by = clock_timestamp() - interval '1 second' where room_id = $1");

        await().atMost(PATIENCE)
                .until(() -> alice.call("create_room", Map.of("roomID", room, "roomInfo", ""))
                                .code()
                        == 0);
    }

    @Test
    @DisplayName("D11: a silent member leaves")
    void aSilentMemberLeaves() {
        OldClient alice = aClient("double_room");
        OldClient bob = aClient("double_room");
        alice.join(room).ok();
        bob.join(room).ok();
        age("update member set lease_until = clock_timestamp() - interval '1 second' from room "
                + "where uid = room_uid and room_id = $1 and user_id = '" + bob.userId() + "'");

        assertEquals(List.of(alice.userId()), users(pushers(alice)));
        assertEquals(5, leave(bob).code());
    }

    @Test
    @DisplayName("D13: one roomID in two families is two rooms; rtc_room is multi_room")
    void familiesAreSeparate() {
        OldClient alice = aClient("double_room");
        OldClient bob = aClient("multi_room");
        create(alice, "of two");
        create(bob, "of many");
        alice.join(room).ok();

        assertEquals(3, pushers(bob).code());
        bob.join(room).ok();
        assertEquals(List.of(bob.userId()), users(pushers(bob.in("rtc_room"))));
        assertEquals(List.of(alice.userId()), users(pushers(bob.in("double_room"))));
    }

    @Test
    @DisplayName("D14: roomInfo of 1024 bytes is taken, of 1025 refused with 10, characters counted as bytes")
    void roomInfoIsLimitedInBytes() {
        OldClient alice = aClient("double_room");

        assertEquals(0, info(alice, "x".repeat(1024)));
        assertEquals(10, info(alice, "x".repeat(1025)));
        assertEquals(0, info(alice, "\u00e9".repeat(512)));
        assertEquals(10, info(alice, "\u00e9".repeat(512) + "x"));
        assertEquals(0, info(alice, "\ud83d\ude00".repeat(256)));
        assertEquals(10, info(alice, "\ud83d\ude00".repeat(257)));
    }

    @Test
    @DisplayName("D15: of 50 parallel add_pusher to one multi room exactly 4 succeed")
    void fiftyAtOnceFillAMultiRoomWithExactlyFour() {
        List<OldClient> clients =
                IntStream.range(0, 50).mapToObj(i -> aClient("multi_room")).toList();
        List<String> urls = clients.stream().map(OldClient::aPushUrl).toList();
        create(clients.getFirst(), "");

        List<Object> codes = atOnce(IntStream.range(0, 50)
                .<Callable<Integer>>mapToObj(i -> () -> clients.get(i)
                        .call("add_pusher", clients.get(i).pusher(room, urls.get(i)))
                        .code())
                .toList());

        assertEquals(4, codes.stream().filter("0"::equals).count(), codes.toString());
        assertEquals(46, codes.stream().filter("5001"::equals).count(), codes.toString());
        assertEquals(4, users(pushers(clients.getFirst())).size());
    }

    @Test
    @DisplayName("D2: a form with junk and numbers as text does all that JSON does")
    void formsWork() {
        OldClient alice = aClient("double_room");
        String pushUrl = form(alice, "get_push_url", "v=48213").ok().text("pushURL");
        form(alice, "create_room", "roomInfo=a+form%26more&roomID=" + room + "&v=1")
                .ok();
        form(
                        alice,
                        "add_pusher",
                        "roomID=" + room + "&userName=A%20B&userAvatar=123&v=7&pushURL=" + pushUrl.replace("&", "%26"))
                .ok();
        form(alice, "pusher_heartbeat", "roomID=" + room).ok();

        assertEquals(
                "a form&more", form(alice, "get_pushers", "roomID=" + room).ok().text("roomInfo"));
        Answer list = form(alice, "get_room_list", "cnt=1&index=0&v=99").ok();
        assertEquals(1, list.json().get("rooms").size());
        form(alice, "delete_pusher", "roomID=" + room).ok();
    }

    private static Answer form(OldClient client, String operation, String fields) {
        return client.post(operation, OldClient.FORM, "userID=" + client.userId() + "&" + fields);
    }

    private int info(OldClient client, String info) {
        return client.call("create_room", Map.of("roomInfo", info)).code();
    }

    private static OldClient aClient(String family) {
        return OldClient.of(family, random("u"));
    }

    private Answer create(OldClient client, String info) {
        return client.call("create_room", Map.of("roomID", room, "roomInfo", info))
                .ok();
    }

    private Answer destroy(OldClient client) {
        return client.call("destroy_room", Map.of("roomID", room));
    }

    private Answer pushers(OldClient client) {
        return client.call("get_pushers", Map.of("roomID", room));
    }

    private Answer leave(OldClient client) {
        return client.call("delete_pusher", Map.of("roomID", room));
    }

    private Answer beat(OldClient client) {
        return client.call("pusher_heartbeat", Map.of("roomID", room));
    }

    private static List<String> users(Answer answer) {
        return answer.ok().json().get("pushers").findValuesAsText("userID");
    }

    private static List<String> listed(OldClient client) {
        return client.call("get_room_list", Map.of("cnt", 100, "index", 0))
                .ok()
                .json()
                .get("rooms")
                .findValuesAsText("roomID");
    }

    private JsonNode listedRoom(OldClient client) {
        for (JsonNode one : client.call("get_room_list", Map.of("cnt", 100, "index", 0))
                .ok()
                .json()
                .get("rooms")) if (one.get("roomID").textValue().equals(room)) return one;
        throw new AssertionError(room + " is not listed");
    }

    private static String streamOf(JsonNode seen) {
        String url = seen.at("/pushers/0/accelerateURL").textValue();
        return url.substring(url.lastIndexOf('/', url.indexOf('?')) + 1, url.indexOf('?'));
    }

    private void age(String sql) {
        pool.preparedQuery(sql).execute(Tuple.of(room)).await().indefinitely();
    }
}
