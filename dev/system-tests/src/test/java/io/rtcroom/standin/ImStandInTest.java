package io.rtcroom.standin;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImStandInTest {
    private static final String KEY = "5c67faf7cb26e952a0bf7bb9a206a7ee8d63534ce4d3701e1b42b23001c790c4";
    private static final long APP = 1400000000;
    private static final String CREATE = create("r1");
    private static final String DESTROY = "{\"GroupId\":\"r1\"}";
    private static final String NOTIFY =
            "{\"GroupId\":\"r1\",\"Content\":\"{\\\"cmd\\\":\\\"notifyPusherChange\\\",\\\"data\\\":\\\"\\\"}\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private ImStandIn im;

    @BeforeEach
    void start() throws IOException {
        im = new ImStandIn(new Account(APP, "administrator", KEY), 0);
    }

    @AfterEach
    void stop() {
        im.close();
    }

    @Test
    void onlyExistingGroupsCanBeJoined() {
        assertThat(client("join", "bob"), is(10010));
        command("create_group", CREATE);
        assertThat(client("join", "bob"), is(0));
        command("destroy_group", DESTROY);
        assertThat(client("join", "carol"), is(10010));
    }

    @Test
    void aMemberIsToldOfNotificationsAndOfTheEnd() {
        command("create_group", CREATE);
        client("join", "bob");
        command("send_group_system_notification", NOTIFY);
        command("destroy_group", DESTROY);

        JsonNode messages = get("/client/messages?user=bob");
        assertThat(messages.size(), is(2));
        assertThat(messages.path(0).path("type").asInt(), is(255));
        assertThat(messages.path(0).path("content").asText(), is("{\"cmd\":\"notifyPusherChange\",\"data\":\"\"}"));
        assertThat(messages.path(1).path("type").asInt(), is(5));
    }

    @Test
    void whatDoesNotExistIsNeitherNotifiedNorDestroyed() {
        assertThat(command("send_group_system_notification", NOTIFY), is(10010));
        assertThat(command("destroy_group", DESTROY), is(10010));
        assertThat(get("/admin/violations").size(), is(0));
    }

    @Test
    void aTakenGroupSaysByWhom() {
        assertThat(command("create_group", CREATE), is(0));
        assertThat(command("create_group", CREATE), is(10025));
        send("POST", "/admin/groups?groupId=r2&owner=someone", "");
        assertThat(command("create_group", create("r2")), is(10021));
    }

    @ParameterizedTest
    @CsvSource({
        "sdkappid=1400000000, sdkappid=1, 70020",
        "identifier=administrator, identifier=eve, 60010",
        "contenttype=json, contenttype=xml, 10004",
        "random=7, random=4294967296, 10004",
        "random=7, random=-7, 10004",
        "random=7, random=0a18e4a2-9c5e, 10004",
        "usersig=, usersig=x, 70009",
    })
    void aWrongQueryIsAViolation(String right, String wrong, int code) {
        String query = query(sig(Instant.now(), KEY)).replace(right, wrong);

        assertThat(answer("create_group?" + query, "application/json", CREATE), is(code));
        assertThat(get("/admin/violations").size(), is(1));
    }

    @Test
    void theSignatureMustBeGenuineAndAlive() {
        String expired = sig(Instant.now().minusSeconds(86_500), KEY);
        String forged = sig(Instant.now(), KEY.replace('5', '6'));

        assertThat(answer("create_group?" + query(expired), "application/json", CREATE), is(70001));
        assertThat(answer("create_group?" + query(forged), "application/json", CREATE), is(70009));
    }

    @Test
    void theSignatureOfTheVectorVerifies() throws IOException {
        String vector =
                "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwok5mcmpUInilOzEgoLMFCUrQxMDKIDIlGTmpgJFTQ0NjCxMjCyMIKKpFQ"
                        + "WZRUBxCzMTmMLizHSgoW5FaTkGoWmhfnnJllnm5qHJwV5hXtnBBZHZ*qH*bgFuxl7eeQHeaZb5xZ62SrUAjK8weA__";

        UserSig.Verified verified = UserSig.verify(vector, KEY);

        assertThat(verified.sig(), is(new UserSig("alice", APP, 1510284282, 86400)));
        assertThat(verified.genuine(), is(true));
        assertThat(UserSig.unwrap(verified.sig().sign(KEY)), is(UserSig.unwrap(vector)));
        assertThrows(IOException.class, () -> UserSig.verify(vector.substring(0, 60), KEY));
    }

    @Test
    void aBodyThatIsNotByteForByteAsSpecifiedIsAViolation() {
        assertThat(command("create_group", CREATE.replace(",", ", ")), is(10004));
        assertThat(command("create_group", create("@TGS#1")), is(10015));
        assertThat(command("create_group", create("r".repeat(49))), is(10015));
        assertThat(answer("create_group?" + query(sig(Instant.now(), KEY)), "text/plain", CREATE), is(10004));
        assertThat(command("delete_everything", CREATE), is(10004));
    }

    @Test
    void itFailsOnCommandSoManyTimesAndOnlyForThatGroup() {
        fail("{\"groupId\":\"r1\",\"errorCode\":10002,\"times\":2}");

        assertThat(command("create_group", create("r2")), is(0));
        assertThat(command("create_group", CREATE), is(10002));
        assertThat(command("create_group", CREATE), is(10002));
        assertThat(command("create_group", CREATE), is(0));
    }

    @Test
    void itFailsUntilCleared() {
        fail("{\"httpStatus\":500,\"times\":-1}");
        assertThat(post("create_group").statusCode(), is(500));
        assertThat(post("create_group").statusCode(), is(500));

        send("DELETE", "/admin/faults", "");

        assertThat(post("create_group").statusCode(), is(200));
    }

    @Test
    void anAnswerCanBeLostAlthoughTheCommandWasCarriedOut() {
        fail("{\"silent\":true,\"applied\":true,\"times\":1}");

        assertThrows(IllegalStateException.class, () -> post("create_group"));
        assertThat(command("create_group", CREATE), is(10025));
    }

    @Test
    void anAnswerCanBeLate() {
        fail("{\"delayMillis\":200,\"times\":1}");
        Instant before = Instant.now();

        command("create_group", CREATE);

        assertThat(Instant.now(), greaterThanOrEqualTo(before.plusMillis(200)));
    }

    @Test
    void everyCallIsRememberedAsItCame() {
        command("create_group", CREATE);

        JsonNode call = get("/admin/calls?groupId=r1").path(0);
        assertThat(call.path("command").asText(), is("create_group"));
        assertThat(call.path("body").asText(), is(CREATE));
        assertThat(call.path("query").path("random").asText(), is("7"));
        assertThat(call.path("at").asText(), containsString("T"));
    }

    private static String create(String groupId) {
        return "{\"Owner_Account\":\"administrator\",\"Type\":\"AVChatRoom\",\"GroupId\":\"" + groupId
                + "\",\"Name\":\"group_name\"}";
    }

    private static String sig(Instant time, String key) {
        return new UserSig("administrator", APP, time.getEpochSecond(), 86_400).sign(key);
    }

    private static String query(String userSig) {
        return "sdkappid=" + APP + "&identifier=administrator&usersig=" + userSig + "&random=7&contenttype=json";
    }

    private int command(String command, String body) {
        return answer(command + "?" + query(sig(Instant.now(), KEY)), "application/json", body);
    }

    private HttpResponse<String> post(String command) {
        return send("POST", "/v4/group_open_http_svc/" + command + "?" + query(sig(Instant.now(), KEY)), CREATE);
    }

    private int answer(String commandAndQuery, String contentType, String body) {
        var request = HttpRequest.newBuilder(URI.create(im.origin() + "/v4/group_open_http_svc/" + commandAndQuery))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build();
        return json(send(request)).path("ErrorCode").asInt();
    }

    private int client(String verb, String user) {
        return json(send("POST", "/client/" + verb + "?groupId=r1&user=" + user, ""))
                .path("ErrorCode")
                .asInt();
    }

    private void fail(String fault) {
        assertThat(send("POST", "/admin/faults", fault).statusCode(), is(200));
    }

    private JsonNode get(String path) {
        return json(send("GET", path, ""));
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(im.origin() + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
