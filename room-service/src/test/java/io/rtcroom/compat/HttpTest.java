package io.rtcroom.compat;

import static io.rtcroom.Fixtures.random;
import static io.rtcroom.compat.OldClient.JSON;
import static io.rtcroom.compat.OldClient.exchange;
import static io.rtcroom.compat.OldClient.send;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Neighbours.class)
class HttpTest {
    @ParameterizedTest
    @CsvSource({
        "POST,/weapp/double_room/no_such_call",
        "POST,/weapp/no_room/login",
        "POST,/weapp/double_room/merge_stream",
        "POST,/weapp/utils/getlogfile",
        "GET,/weapp/double_room/login",
        "DELETE,/weapp/utils/report",
        "GET,/weapp",
        "GET,/weapp/"
    })
    @DisplayName("8.2-18: an unknown path or method is 404 with code -1")
    void whatDoesNotExistIsNotFound(String method, String path) {
        Answer answer = send(method, path, JSON, method.equals("POST") ? "{" : null);

        assertEquals(404, answer.status());
        assertEquals(-1, answer.json().get("code").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/weapp/utils//report", "//weapp/utils/report/", "/weapp//utils/report//?a=/b//c"})
    void slashesMayBeDoubledAndTrail(String path) {
        send("POST", path, JSON, "{\"reportID\":1,\"data\":{}}").ok();
        send("GET", path, null, null).ok();
    }

    @Test
    @DisplayName("8.2-17: a slash in the query changes nothing")
    void aSlashInTheQueryChangesNothing() {
        OldClient client = OldClient.of("double_room", random("u"));

        assertEquals(
                5,
                send(
                                "POST",
                                client.path("pusher_heartbeat") + "&x=/multi_room/",
                                JSON,
                                OldClient.json(Map.of("userID", client.userId(), "roomID", "r1")))
                        .code());
    }

    @Test
    @DisplayName("D22: a preflight is answered with leave for the page that asked")
    void aPreflightIsGranted() {
        HttpResponse<String> answer = exchange(
                "OPTIONS",
                "/weapp/double_room/login",
                Map.of(
                        "Origin", "https://page.example.com",
                        "Access-Control-Request-Method", "POST",
                        "Access-Control-Request-Headers", "content-type,x-app"),
                null,
                null);

        assertEquals(204, answer.statusCode());
        assertEquals("", answer.body());
        assertEquals("https://page.example.com", header(answer, "access-control-allow-origin"));
        assertEquals("GET, POST, OPTIONS", header(answer, "access-control-allow-methods"));
        assertEquals("content-type,x-app", header(answer, "access-control-allow-headers"));
        assertEquals("3600", header(answer, "access-control-max-age"));
        assertEquals("", header(answer, "access-control-allow-credentials"));
    }

    @Test
    void everyAnswerGivesLeaveErrorsIncluded() {
        for (String path : new String[] {"/weapp/double_room/get_pushers", "/weapp/double_room/nothing"}) {
            HttpResponse<String> answer = exchange("POST", path, Map.of("Origin", "https://a.example"), JSON, "{}");

            assertEquals("https://a.example", header(answer, "access-control-allow-origin"));
            assertEquals(
                    "Content-Type, Access-Control-Allow-Headers, Authorization, X-Requested-With",
                    header(answer, "access-control-allow-headers"));
        }
        assertEquals(
                "*",
                header(exchange("POST", "/weapp/utils/report", Map.of(), JSON, "{}"), "access-control-allow-origin"));
    }

    @Test
    void aBearerThatIsNoneDoesNotMatterHere() {
        HttpResponse<String> answer =
                exchange("POST", "/weapp/utils/report", Map.of("Authorization", "Bearer rubbish"), JSON, "{}");

        assertEquals(200, answer.statusCode());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
