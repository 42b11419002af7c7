package io.rtcroom.compat;

import static io.rtcroom.Fixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Without url-service nobody gets an address, and everything else goes on. */
@QuarkusTest
@WithTestResource(Neighbours.class)
@TestProfile(OutageTest.NoUrlService.class)
class OutageTest {
    public static class NoUrlService implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.rest-client.url-service.url", "http://127.0.0.1:1");
        }
    }

    @Test
    void whatNeedsAnAddressIsRefusedWithoutTellingWhy() {
        OldClient client = OldClient.of("double_room", random("u"));
        Map<String, Object> body = client.pusher(random("room"), "rtmp://push.example.com/live/x?txSecret=1");

        Answer refused = client.call("add_pusher", body);

        assertEquals(-1, refused.code());
        assertFalse(refused.text("message").contains("url-service"), refused.text("message"));
        assertEquals(-1, client.call("get_push_url", Map.of()).code());
        assertEquals(
                3,
                client.call("get_pushers", Map.of("roomID", body.get("roomID"))).code());
        client.call("create_room", Map.of("roomInfo", "")).ok();
    }
}
