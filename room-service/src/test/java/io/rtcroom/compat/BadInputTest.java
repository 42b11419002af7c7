package io.rtcroom.compat;

import static io.rtcroom.Fixtures.random;
import static io.rtcroom.compat.OldClient.FORM;
import static io.rtcroom.compat.OldClient.JSON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, the stated number goes out: never -1, never a status other than 200. */
@QuarkusTest
@WithTestResource(Neighbours.class)
class BadInputTest {
    private static final String TOO_LONG_ID = "r".repeat(49);

    private OldClient client;

    @BeforeEach
    void somebodyIsLoggedIn() {
        client = OldClient.of("double_room", random("u"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            create_room      | {"userID":"ME"}                                          | 1
            create_room      | {"roomInfo":"x"}                                         | 1
            create_room      | {"userID":"ME","roomInfo":7}                             | 1
            create_room      | {"userID":"ME","roomInfo":null}                          | 1
            create_room      | {"userID":"ME","roomInfo":{"a":1}}                       | 1
            create_room      | {"userID":"ME","roomInfo":"a\\u0000b"}                   | 1
            create_room      | {"userID":"ME","roomInfo":"","roomID":"a b"}             | 1
            create_room      | {"userID":"ME","roomInfo":"","roomID":"TOO_LONG"}        | 1
            create_room      | {"userID":"ME","roomInfo":"","roomID":"@TGS#1"}          | 1
            create_room      | {"userID":"ME","roomInfo":"","roomID":7}                 | 1
            create_room      | {"userID":7,"roomInfo":""}                               | 1
            create_room      | {"userID":"eve","roomInfo":""}                           | 7
            destroy_room     | {"userID":"ME"}                                          | 1
            destroy_room     | {"userID":"ME","roomID":"TOO_LONG"}                      | 1
            destroy_room     | {"userID":"ME","roomID":"constructor"}                   | 3
            get_push_url     | {}                                                       | 1
            get_push_url     | {"userID":"ME","roomID":"../x"}                          | 1
            get_push_url     | {"userID":"ME","roomID":[]}                              | 1
            delete_pusher    | {"userID":"ME"}                                          | 1
            delete_pusher    | {"userID":"ME","roomID":"toString"}                      | 5
            pusher_heartbeat | {"userID":"ME"}                                          | 1
            pusher_heartbeat | {"userID":"ME","roomID":""}                              | 1
            pusher_heartbeat | {"userID":"ME","roomID":"__proto__"}                     | 5
            pusher_heartbeat | {"roomID":"r1"}                                          | 1
            get_pushers      | {}                                                       | 1
            get_pushers      | {"roomID":"a/b"}                                         | 1
            get_pushers      | {"roomID":"hasOwnProperty"}                              | 3
            """)
    void everyOddFieldHasItsNumber(String operation, String body, int code) {
        String filled = body.replace("ME", client.userId()).replace("TOO_LONG", TOO_LONG_ID);

        assertEquals(code, client.post(operation, JSON, filled).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create_room",
                "destroy_room",
                "get_push_url",
                "add_pusher",
                "delete_pusher",
                "pusher_heartbeat",
                "get_pushers"
            })
    void aBodyThatIsMissingOrUnreadableHasItsNumber(String operation) {
        assertEquals(1, client.post(operation, null, null).code());
        assertEquals(1, client.post(operation, JSON, "").code());
        assertEquals(1, client.post(operation, FORM, "").code());
        assertEquals(
                1, client.post(operation, "text/plain", "{\"roomID\":\"r1\"}").code());
        assertEquals(10, client.post(operation, JSON, "{\"roomID\":").code());
        assertEquals(10, client.post(operation, JSON, "[1]").code());
        assertEquals(10, client.post(operation, JSON, "roomID=r1").code());
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWith10() {
        assertEquals(
                10,
                client.post("create_room", JSON, "{\"junk\":\"" + "x".repeat(1024 * 1024) + "\"}")
                        .code());
        assertEquals(
                10,
                client.post("create_room", FORM, "junk=" + "x".repeat(56 * 1024))
                        .code());
        assertEquals(
                1,
                client.post("create_room", FORM, "junk=" + "x".repeat(56 * 1024 - 5))
                        .code());
    }

    @Test
    void aBodyJustUnderTheLimitIsRead() {
        String fields = OldClient.json(Map.of("userID", client.userId(), "roomInfo", "", "junk", ""));
        String junk = "x".repeat(1024 * 1024 - fields.length());

        client.post("create_room", JSON, fields.replace("\"junk\":\"\"", "\"junk\":\"" + junk + "\""))
                .ok();
    }

    @Test
    @DisplayName("8.2-25: rooms named like JavaScript's prototype members are rooms like any other")
    void prototypeNamesAreOrdinary() {
        for (String name : List.of("__proto__", "constructor", "toString")) {
            OldClient alice = client.in("multi_room");
            Answer joined = alice.join(name).ok();
            assertEquals(name, joined.text("roomID"));
            alice.call("pusher_heartbeat", Map.of("roomID", name)).ok();
            assertEquals(
                    11,
                    alice.call("create_room", Map.of("roomID", name, "roomInfo", ""))
                            .code());
            alice.call("delete_pusher", Map.of("roomID", name)).ok();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"roomID", "userID", "userName", "userAvatar", "pushURL"})
    void aPusherNeedsAllItsFields(String missing) {
        Map<String, Object> body = aPusher();
        body.remove(missing);

        assertEquals(1, client.post("add_pusher", JSON, OldClient.json(body)).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rtmp://push.example.com/live/8888_alice_1a2b3c4d",
                "rtmp://push.example.com/live/8888_alice_1a2b3c4d?txSecret=0&txTime=70DBD880",
                "http://push.example.com/",
                "not a url \u0000"
            })
    void anAddressWeDidNotIssueIsRefusedWith2(String pushUrl) {
        Map<String, Object> body = aPusher();
        body.put("pushURL", pushUrl);

        assertEquals(2, client.call("add_pusher", body).code());
    }

    @Test
    @DisplayName("8.2-21: somebody else's address is refused with 2")
    void somebodyElsesAddressIsRefused() {
        String theirs = OldClient.of("double_room", random("u")).aPushUrl();
        String elsewhere = client.aPushUrl().replace("push.example.com", "push.example.org");
        String stretched = client.aPushUrl().replaceAll("txTime=.*", "txTime=7FFFFFFF");

        for (String pushUrl : List.of(theirs, elsewhere, stretched)) {
            Map<String, Object> body = aPusher();
            body.put("pushURL", pushUrl);
            assertEquals(2, client.call("add_pusher", body).code(), pushUrl);
        }
    }

    @Test
    void namesThatWouldBreakOthersChatAreCleaned() {
        Map<String, Object> body = aPusher();
        body.put("userName", "a\"b\\c\u0000\n}}d\ud800");
        body.put("userAvatar", "http://x/}\"}");
        client.call("add_pusher", body).ok();

        Answer seen =
                client.call("get_pushers", Map.of("roomID", body.get("roomID"))).ok();
        String name = seen.json().at("/pushers/0/userName").textValue();
        assertEquals("abc", name.substring(0, 3));
        for (String text : List.of(name, seen.json().at("/pushers/0/userAvatar").textValue()))
            assertEquals(-1, text.replace("}}", "\"").indexOf('"'), text);
    }

    @Test
    void namesAndInfosThatAreTooLongAreRefusedWith10() {
        for (String field : List.of("userName", "userAvatar", "roomInfo")) {
            Map<String, Object> body = aPusher();
            body.put(field, "x".repeat(1025));
            assertEquals(10, client.call("add_pusher", body).code(), field);
        }
    }

    @Test
    void halfACharacterInRoomInfoHarmsNothing() {
        Map<String, Object> body = aPusher();
        body.put("roomInfo", "x\ud800y");

        client.call("add_pusher", body).ok();

        client.call("get_pushers", Map.of("roomID", body.get("roomID"))).ok();
    }

    private Map<String, Object> aPusher() {
        return with(client.pusher(random("room"), client.aPushUrl()), "userID", client.userId());
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        Map<String, Object> more = new HashMap<>(body);
        more.put(name, value);
        return more;
    }
}
