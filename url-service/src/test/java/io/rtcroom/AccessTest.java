package io.rtcroom;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each endpoint against each kind of caller. A caller who is let in is told by 400 that the request says nothing. */
@QuarkusTest
class AccessTest {
    @ParameterizedTest
    @CsvSource({
        "POST, /v1/streams,               nobody,  401",
        "POST, /v1/streams,               user,    201",
        "POST, /v1/streams,               apiKey,  403",
        "POST, /v1/streams,               service, 403",
        "POST, /internal/streams,         nobody,  401",
        "POST, /internal/streams,         user,    403",
        "POST, /internal/streams,         apiKey,  403",
        "POST, /internal/streams,         service, 400",
        "POST, /internal/streams/verify,  nobody,  401",
        "POST, /internal/streams/verify,  user,    403",
        "POST, /internal/streams/verify,  apiKey,  403",
        "POST, /internal/streams/verify,  service, 400",
        "POST, /internal/streams/renew,   nobody,  401",
        "POST, /internal/streams/renew,   user,    403",
        "POST, /internal/streams/renew,   apiKey,  403",
        "POST, /internal/streams/renew,   service, 400",
        "GET,  /internal/streams/test,    nobody,  401",
        "GET,  /internal/streams/test,    user,    403",
        "GET,  /internal/streams/test,    apiKey,  403",
        "GET,  /internal/streams/test,    service, 200",
        "GET,  /internal/streams/clock,   nobody,  401",
        "GET,  /internal/streams/clock,   user,    403",
        "GET,  /internal/streams/clock,   apiKey,  403",
        "GET,  /internal/streams/clock,   service, 200",
        "POST, /internal/recordings/start, nobody, 401",
        "POST, /internal/recordings/start, user,   403",
        "POST, /internal/recordings/start, apiKey, 403",
        "POST, /internal/recordings/start, service, 400",
        "POST, /internal/recordings/stop, nobody,  401",
        "POST, /internal/recordings/stop, user,    403",
        "POST, /internal/recordings/stop, apiKey,  403",
        "POST, /internal/recordings/stop, service, 400",
        "GET,  /internal/recordings/file, nobody,  401",
        "GET,  /internal/recordings/file, user,    403",
        "GET,  /internal/recordings/file, apiKey,  403",
        "GET,  /internal/recordings/file, service, 400",
        "DELETE, /internal/recordings/file, nobody, 401",
        "DELETE, /internal/recordings/file, user,  403",
        "DELETE, /internal/recordings/file, apiKey, 403",
        "DELETE, /internal/recordings/file, service, 400",
        "POST, /internal/streams/live,    nobody,  401",
        "POST, /internal/streams/live,    user,    403",
        "POST, /internal/streams/live,    apiKey,  403",
        "POST, /internal/streams/live,    service, 400",
        "POST, /internal/mixes,           nobody,  401",
        "POST, /internal/mixes,           user,    403",
        "POST, /internal/mixes,           apiKey,  403",
        "POST, /internal/mixes,           service, 400"
    })
    void eachEndpointLetsInItsCallersAlone(String method, String path, String caller, int status) {
        var request = as(caller);
        if (method.equals("POST")) request.body("{}");

        var answer = request.request(method, path).then().statusCode(status);

        if (status == 401) answer.body("type", equalTo("urn:rtcroom:problem:not-authenticated"));
        if (status == 403) answer.body("type", equalTo("urn:rtcroom:problem:not-allowed"));
        if (status >= 400) answer.contentType("application/problem+json").body("status", is(status));
    }

    @ParameterizedTest
    @CsvSource({
        "X-RTCRoom-Internal-Key, internal-7f3a90c3",
        "X-RTCRoom-Internal-Key, ''",
        "Authorization, Bearer internal-7f3a90c2",
        "Authorization, Bearer rk_0123456789abcdee",
        "Authorization, Bearer a.b.c",
        "Authorization, Basic YTpi",
        "Authorization, Bearer",
        "Authorization, ''"
    })
    void aWrongCredentialIsNobodys(String header, String value) {
        for (String path : new String[] {"/v1/streams", "/internal/streams"})
            Callers.nobody()
                    .header(header, value)
                    .body("{\"userId\":\"alice\"}")
                    .post(path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer")
                    .body("type", equalTo("urn:rtcroom:problem:not-authenticated"));
    }

    @Test
    void healthAndMetricsNeedNoCredential() {
        Callers.nobody().get("/q/health/live").then().statusCode(200);
        Callers.nobody().get("/q/metrics").then().statusCode(200);
    }

    private static RequestSpecification as(String caller) {
        return switch (caller) {
            case "user" -> Callers.user("alice");
            case "apiKey" -> Callers.apiKey();
            case "service" -> Callers.service();
            default -> Callers.nobody();
        };
    }
}
