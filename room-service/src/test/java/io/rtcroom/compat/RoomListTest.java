package io.rtcroom.compat;

import static io.rtcroom.Fixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Fixtures;
import io.rtcroom.Neighbours;
import io.rtcroom.member.Members;
import io.rtcroom.room.Family;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More live rooms than one answer may hold; other tests' rooms are of other families or among them. */
@QuarkusTest
@WithTestResource(Neighbours.class)
@DisplayName("D19: get_room_list")
class RoomListTest {
    private static final int CAP = 100;

    @Inject
    Members members;

    private OldClient client;

    @BeforeEach
    void moreRoomsThanAnAnswerHolds() {
        client = OldClient.of("live_room", random("u"));
        for (int count = ask("{\"cnt\":100,\"index\":0}").size(); count <= CAP; count++) {
            String user = random("u");
            members.join(Fixtures.aName(Family.LIVE), Fixtures.profile(user), Fixtures.addresses(user), true, "")
                    .await()
                    .indefinitely();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"0\"", "-1", "100", "101", "1000000", "999999999999"})
    void anyCountBeyondTheCapAndNoneIsTheCap(String count) {
        assertEquals(CAP, ask("{\"cnt\":" + count + ",\"index\":0}").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "{\"index\":0}", "{\"cnt\":null}", "{\"cnt\":\"\",\"index\":\"\"}"})
    void anAbsentCountIs20(String body) {
        assertEquals(20, ask(body).size());
    }

    @Test
    void pagesAreOldestFirstAndDoNotOverlap() {
        List<String> all = ids("{\"cnt\":40,\"index\":0}");

        assertEquals(all.subList(0, 15), ids("{\"cnt\":15,\"index\":0}"));
        assertEquals(all.subList(15, 40), ids("{\"cnt\":\"25\",\"index\":\"15\"}"));
        assertEquals(all.subList(0, 1), ids("{\"cnt\":1,\"index\":-5}"));
    }

    @Test
    void beyondTheEndThereIsNothing() {
        assertTrue(ask("{\"cnt\":20,\"index\":1000000}").isEmpty());
        assertTrue(ask("{\"cnt\":20,\"index\":999999999999999999}").isEmpty());
    }

    @Test
    void aListedRoomIsComplete() {
        JsonNode room = ask("{\"cnt\":1,\"index\":0}").get(0);

        for (String name : List.of("roomID", "roomInfo", "roomCreator", "mixedPlayURL", "custom"))
            assertTrue(room.path(name).isTextual(), name + " in " + room);
        assertTrue(room.get("pushers").size() > 0);
        assertTrue(room.get("audienceCount").isInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"cnt\":1.5}", "{\"cnt\":\"all\"}", "{\"index\":[]}", "{\"index\":true}"})
    void whatIsNoNumberIsInvalid(String body) {
        assertEquals(1, client.post("get_room_list", OldClient.JSON, body).code());
    }

    private List<String> ids(String body) {
        return ask(body).findValuesAsText("roomID");
    }

    private JsonNode ask(String body) {
        JsonNode rooms =
                client.post("get_room_list", OldClient.JSON, body).ok().json().get("rooms");
        assertTrue(rooms.isArray());
        return rooms;
    }
}
