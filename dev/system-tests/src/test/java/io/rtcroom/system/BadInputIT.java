package io.rtcroom.system;

import static io.rtcroom.system.OldClient.MULTI;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is refused by its name, on both faces, and changes nothing. */
@ExtendWith(SharedStack.class)
class BadInputIT {
    private static final String LONG_49 = "r".repeat(49);

    private static StandingRoom room;

    private final Stack stack = SharedStack.stack();
    private final V1Client ann = room.host();
    private OldClient eve;

    @BeforeAll
    static void annIsInARoom() {
        room = new StandingRoom(SharedStack.stack());
    }

    @BeforeEach
    void eveIsLoggedIn() {
        eve = OldClient.login(stack, MULTI, Names.user("eve"));
    }

    @AfterEach
    void annStillIsInTheRoomAlone() {
        assertThat(ann.members(room.uid()).texts("items", "userId"), contains(room.hostId()));
    }

    @AfterAll
    static void everythingAgrees() {
        new Audit(SharedStack.stack()).everythingAgrees();
        room.close();
    }

    /** {@code LONG} is one character too many, {@code BYTES} one byte too many, {@code UID} Ann's room. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/rooms | {}                                           | family",
                "/v1/rooms | {\"family\":\"triple\"}                      | family",
                "/v1/rooms | {\"family\":\"\"}                            | family",
                "/v1/rooms | {\"family\":\"DOUBLE\"}                      | family",
                "/v1/rooms | {\"family\":{}}                              | family",
                "/v1/rooms | {\"family\":[\"double\"]}                    | family",
                "/v1/rooms | {\"family\":\"double\",\"roomId\":\"LONG\"}  | roomId",
                "/v1/rooms | {\"family\":\"double\",\"roomId\":\"a b\"}   | roomId",
                "/v1/rooms | {\"family\":\"double\",\"roomId\":\"../a\"}  | roomId",
                "/v1/rooms | {\"family\":\"double\",\"roomId\":\"中\"}    | roomId",
                "/v1/rooms | {\"family\":\"double\",\"roomId\":\"a\\u0000\"} | roomId",
                "/v1/rooms | {\"family\":\"double\",\"roomId\":{}}        | roomId",
                "/v1/rooms | {\"family\":\"double\",\"info\":\"BYTES\"}   | info",
                "/v1/rooms | {\"family\":\"double\",\"info\":\"\\u0000\"} | info",
                "/v1/rooms | {\"family\":\"double\",\"info\":[1]}         | info",
                "/v1/rooms/UID/members | {\"userName\":{}}                | userName",
                "/v1/rooms/UID/members | {\"userName\":\"BYTES\"}         | userName",
                "/v1/rooms/UID/members | {\"userAvatar\":[]}              | userAvatar",
                "/v1/rooms/UID/members | {\"userAvatar\":\"BYTES\"}       | userAvatar",
                "/v1/rooms/UID/members | {\"pushUrl\":\"rtmp://x\"}       | pushUrl",
                "/v1/rooms/UID/members | {\"pushUrl\":{}}                 | pushUrl",
                "/v1/rooms/UID/heartbeat | {}                             | session",
                "/v1/rooms/UID/heartbeat | {\"session\":\"x\"}            | session",
                "/v1/rooms/UID/heartbeat | {\"session\":\"99999999999999999999\"} | session",
                "/v1/rooms/UID/heartbeat | {\"session\":{}}               | session",
                "/v1/heartbeats | {}                                      | sessions",
                "/v1/heartbeats | {\"sessions\":[]}                       | sessions",
                "/v1/heartbeats | {\"sessions\":\"all\"}                  | sessions",
                "/v1/heartbeats | {\"sessions\":[{\"roomUid\":\"x\",\"session\":\"1\"}]} | roomUid",
                "/v1/heartbeats | {\"sessions\":[{\"roomUid\":\"UID\"}]}  | session",
                "/v1/streams | {\"roomId\":\"LONG\"}                      | roomId",
                "/v1/streams | {\"roomId\":\"a b\"}                       | roomId",
                "/v1/streams | {\"roomId\":{}}                            | roomId",
                "/v1/tokens/usersig | {\"sdkAppId\":1,\"userSig\":\"x\"} | userId",
                "/v1/tokens/usersig | {\"userId\":{},\"sdkAppId\":1,\"userSig\":\"x\"} | userId",
                "/v1/calls/UID/transfer | {\"queue\":\"\\u0000\"} | queue",
                "/v1/calls/UID/transfer | {\"agent\":\"\\u0000\"} | agent",
                "/v1/tokens/usersig | {\"userId\":\"a\",\"sdkAppId\":\"x\",\"userSig\":\"x\"} | sdkAppId",
            })
    void aBadFieldIsNamed(String path, String body, String field) {
        Answer answer = ann.post(
                path.replace("UID", room.uid()),
                body.replace("LONG", LONG_49).replace("BYTES", "x".repeat(1025)).replace("UID", room.uid()));

        isProblem(answer, 400);
        assertThat(answer.body(), answer.text("field"), is(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/tokens | {}                                     | userId",
                "/v1/tokens | {\"userId\":\"\"}                      | userId",
                "/v1/tokens | {\"userId\":\"uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu\"} | userId",
                "/v1/tokens | {\"userId\":\"a b\"}                   | userId",
                "/v1/tokens | {\"userId\":[]}                        | userId",
                "/v1/tokens | {\"userId\":\"a\",\"roles\":\"agent\"} | roles",
                "/v1/users/uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu/revocations | `` | userId",
                "/v1/users/a%20b/revocations                         | `` | userId",
            })
    void aBackEndsBadFieldIsNamed(String path, String body, String field) {
        Answer answer = stack.backEnd().post(path, body);

        isProblem(answer, 400);
        assertThat(answer.body(), answer.text("field"), is(field));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/rooms, family",
        "/v1/rooms?family=triple, family",
        "/v1/rooms?family=double&limit=0, limit",
        "/v1/rooms?family=double&limit=101, limit",
        "/v1/rooms?family=double&after=x, after",
        "/v1/rooms?family=double&roomId=a%20b, roomId",
        "/v1/events?after=%7Bnot-a-cursor, after",
        "/v1/events?limit=0, limit",
        "/v1/events?wait=-1, wait",
    })
    void aBadParameterIsNamed(String path, String field) {
        Answer answer = ann.get(path);

        isProblem(answer, 400);
        assertThat(answer.body(), answer.text("field"), is(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/rooms?family=double&limit=many",
                "/v1/rooms/not-a-uuid",
                "/v1/rooms/00000000-0000-0000-0000-000000000000",
                "/v1/rooms/00000000-0000-0000-0000-000000000000/members",
                "/v1/events?limit=many",
                "/v1/events?wait=long",
            })
    void whatCannotBeFoundIsNoFailureOfOurs(String path) {
        isProblem(ann.get(path), 400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "[]", "\"text\"", "7", "null", "{\"family\":", "{'family':'double'}", "{}{}"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        for (String path : List.of("/v1/rooms", "/v1/rooms/" + room.uid() + "/heartbeat", "/v1/heartbeats"))
            isProblem(ann.post(path, body), 400);
        isProblem(stack.backEnd().post("/v1/tokens", body), 400);
    }

    @Test
    void aMegabyteIsRefused() {
        String megabyte = "x".repeat(1_048_576);
        String inAField = "{\"family\":\"double\",\"info\":\"" + megabyte + "\"}";
        String ofFields = "{\"family\":\"double\"" + ",\"junk\":1".repeat(150_000) + "}";
        String deep = "{\"family\":" + "[".repeat(500_000);

        for (String body : List.of(inAField, deep, megabyte)) isProblem(ann.post("/v1/rooms", body), 400, 413);
        String name = "{\"userName\":\"" + megabyte + "\"}";
        isProblem(ann.post("/v1/rooms/" + room.uid() + "/members", name), 400, 413);
        isProblem(stack.backEnd().post("/v1/tokens", "{\"userId\":\"" + megabyte + "\"}"), 400, 413);
        assertThat(ann.post("/v1/rooms", ofFields).status(), is(oneOf(201, 400, 413)));
        assertThat(eve.call("create_room", eve.body().put("roomInfo", megabyte)).code(), is(10));
        assertThat(
                eve.form("create_room", "userID=" + eve.userId + "&roomInfo=" + megabyte)
                        .code(),
                is(10));
    }

    @Test
    void anotherContentTypeIsRefused() {
        isProblem(ann.send("POST", "/v1/rooms", "text/plain", "{\"family\":\"double\"}"), 415);
        isProblem(ann.send("POST", "/v1/rooms", "application/xml", "<room/>"), 415);
        isProblem(ann.send("PUT", "/v1/rooms", "application/json", "{}"), 405);
    }

    @Test
    void aTokenThatIsNotOursIsRefused() {
        String token = V1Client.token(stack, room.hostId());
        List<String> bad = List.of(
                "x",
                "rk_unknown",
                token.substring(0, token.length() - 3) + "AAA",
                token.substring(0, token.lastIndexOf('.') + 1),
                "eyJhbGciOiJub25lIn0." + token.split("\\.")[1] + ".",
                "x".repeat(2500));

        for (String credential : bad) isProblem(new V1Client(stack.origin(), credential).find("multi", "r"), 401);
        for (String credential : bad) eve.withToken(credential).getPushUrl("").hasCode(7);
    }

    /** A stream address is its owner's alone. */
    @Test
    void anothersStreamAddressIsRefused() {
        Answer stream = V1Client.user(stack, Names.user("bob"))
                .post("/v1/streams", "{}")
                .hasStatus(201);

        Answer answer =
                ann.post("/v1/rooms/" + room.uid() + "/members", "{\"pushUrl\":\"" + stream.text("pushUrl") + "\"}");

        isProblem(answer, 400);
        assertThat(answer.text("field"), is("pushUrl"));
        eve.addPusher(room.roomId(), stream.text("pushUrl")).hasCode(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "-1", "0"})
    void aNameIsJustAName(String name) {
        OldClient client = OldClient.login(stack, MULTI, name);
        client.deletePusher(name);
        client.heartbeat(name).hasCode(5);

        client.enter(name).hasCode(0);

        assertThat(client.getPushers(name).hasCode(0).texts("pushers", "userID"), contains(name));
        client.heartbeat(name).hasCode(0);
        client.createRoom(name, "").hasCode(11);
        client.deletePusher(name).hasCode(0);
        client.getPushers(name).hasCode(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "create_room      | {}                                          | 1",
                "create_room      | {\"userID\":\"EVE\"}                        | 1",
                "create_room      | {\"userID\":\"EVE\",\"roomInfo\":{}}        | 1",
                "create_room      | {\"userID\":\"EVE\",\"roomInfo\":\"\",\"roomID\":\"LONG\"} | 1",
                "create_room      | {\"userID\":\"EVE\",\"roomInfo\":\"\",\"roomID\":\"a b\"}  | 1",
                "create_room      | {\"userID\":\"EVE\",\"roomInfo\":\"\",\"roomID\":\"../a\"} | 1",
                "create_room      | {\"userID\":\"EVE\",\"roomInfo\":\"\",\"roomID\":{}}       | 1",
                "create_room      | {\"userID\":{},\"roomInfo\":\"\"}           | 1",
                "create_room      | {\"userID\":\"other\",\"roomInfo\":\"\"}    | 7",
                "destroy_room     | {\"userID\":\"EVE\"}                        | 1",
                "destroy_room     | {\"userID\":\"EVE\",\"roomID\":\"none\"}    | 3",
                "add_pusher       | {\"userID\":\"EVE\"}                        | 1",
                "add_pusher       | {\"userID\":\"EVE\",\"roomID\":\"r1\",\"userName\":\"\",\"userAvatar\":\"\"} | 1",
                "add_pusher       | {\"userID\":\"EVE\",\"roomID\":\"r1\",\"userName\":\"\",\"userAvatar\":\"\",\"pushURL\":\"\"} | 2",
                "add_pusher       | {\"userID\":\"EVE\",\"roomID\":\"r1\",\"userName\":\"\",\"userAvatar\":\"\",\"pushURL\":\"rtmp://x/y\"} | 2",
                "add_pusher       | {\"userID\":\"EVE\",\"roomID\":\"r1\",\"userName\":\"\",\"userAvatar\":\"\",\"pushURL\":{}} | 1",
                "delete_pusher    | {\"userID\":\"EVE\"}                        | 1",
                "delete_pusher    | {\"userID\":\"EVE\",\"roomID\":\"none\"}    | 5",
                "pusher_heartbeat | {\"userID\":\"EVE\"}                        | 1",
                "get_pushers      | {}                                          | 1",
                "get_pushers      | {\"roomID\":\"LONG\"}                       | 1",
                "get_pushers      | {\"roomID\":[]}                             | 1",
                "get_push_url     | {}                                          | 1",
                "get_push_url     | {\"userID\":\"EVE\",\"roomID\":\"a b\"}     | 1",
                "get_room_list    | {\"cnt\":\"many\"}                          | 1",
                "get_room_list    | {\"cnt\":{}}                                | 1",
                "get_room_list    | {\"index\":\"first\"}                       | 1",
                "get_room_list    | {\"cnt\":1e300}                             | 1",
                "get_room_list    | {\"index\":-7,\"cnt\":99999999999}          | 0",
                "create_room      | nope                                        | 10",
                "create_room      | []                                          | 10",
                "create_room      | \"text\"                                    | 10",
            })
    void theOldDialectHasACodeForIt(String call, String body, int code) {
        Answer answer = eve.call(call, body.replace("EVE", eve.userId).replace("LONG", LONG_49));

        answer.hasCode(code);
        leaksNothing(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", "x"})
    void aBodyOfAnotherTypeIsAsGoodAsNone(String contentType) {
        Http.post(
                        eve.url("create_room"),
                        contentType,
                        eve.body().put("roomInfo", "").toString())
                .hasCode(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /weapp/double_room/create_room",
        "POST, /weapp/double_room/no_such_call",
        "POST, /weapp/triple_room/create_room",
        "GET, /weapp/utils/getlogfile?file=../../etc/passwd",
        "GET, /weapp",
    })
    void anUnknownCallIsNotFoundWithACode(String method, String path) {
        Answer answer = Http.send(Http.to(stack.origin() + path).method(method, Http.publisher("")));

        assertThat(answer.hasStatus(404).json().path("code").asInt(), is(-1));
        assertThat(answer.text("message"), not(is("")));
    }

    private static void isProblem(Answer answer, Integer... statuses) {
        assertThat(answer.toString(), answer.status(), is(oneOf(statuses)));
        assertThat(answer.status(), greaterThanOrEqualTo(400));
        assertThat(answer.status(), lessThan(500));
        assertThat(answer.header("Content-Type"), startsWith("application/problem+json"));
        assertThat(answer.body(), answer.text("type"), startsWith("urn:rtcroom:problem:"));
        leaksNothing(answer);
    }

    private static void leaksNothing(Answer answer) {
        for (String inside : List.of("Exception", "io.rtcroom", "java.", "jackson", "select ", "insert "))
            assertThat(answer.body(), not(containsString(inside)));
    }
}
