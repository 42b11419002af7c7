package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line of docs/access.md, as each principal; and that what is not a line is refused. */
@ExtendWith(SharedStack.class)
class AccessIT {
    private final Stack stack = SharedStack.stack();

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> publicEndpoints() {
        return tests("Public", (endpoint, principal) -> new PublicAccess(stack, principal)
                .ask(endpoint)
                .status());
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> oldDialect() {
        return tests("Old dialect", (endpoint, principal) -> new OldAccess(stack, principal)
                .ask(endpoint)
                .code());
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> internalEndpoints() {
        return tests("Internal", (endpoint, principal) -> new InternalAccess(stack, principal)
                .ask(endpoint)
                .status());
    }

    /** @param ask makes the line's request as the principal */
    private static Stream<DynamicTest> tests(String heading, Ask ask) {
        return AccessTable.read(heading).stream().flatMap(line -> line.expected().entrySet().stream()
                .map(cell -> dynamicTest(
                        line.endpoint() + " as " + cell.getKey() + " is " + cell.getValue(),
                        () -> assertThat(ask.as(line.endpoint(), cell.getKey()), is(cell.getValue())))));
    }

    @FunctionalInterface
    private interface Ask {
        int as(String endpoint, String principal);
    }

    /** What the services say they serve is what the table lists. */
    @Test
    void everyEndpointIsALine() {
        Set<String> served = new HashSet<>();
        for (String service : List.of("room-service", "url-service", "notify-service"))
            Http.get(stack.serviceOrigin(service + "-1") + "/q/openapi?format=json")
                    .hasStatus(200)
                    .json()
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .fieldNames()
                            .forEachRemaining(method ->
                                    served.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

        List<String> lines = new ArrayList<>();
        for (String heading : List.of("Public", "Internal"))
            AccessTable.read(heading).forEach(line -> lines.add(line.endpoint()));
        served.removeIf(endpoint -> endpoint.contains(" /weapp") || endpoint.contains(" /q/"));
        List<String> missing = new ArrayList<>(served);
        missing.removeAll(lines);
        assertThat("served, and not in docs/access.md", missing, is(empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/streams",
                "/internal/streams/test",
                "/internal/im-groups/r1",
                "//internal/streams/test",
                "/v1/../internal/streams/test",
                "/v1/%2e%2e/internal/streams/test",
                "/v1/streams/..%2f..%2finternal/streams/test",
                "/q/health",
                "/q/metrics",
                "/q/openapi",
                "/q/dev",
                "/hooks/nginx-rtmp",
                "/hooks/srs",
                "/hooks/mediamtx",
                "/v2/rooms",
                "/v1x",
                "/weappx",
                "/admin",
                "/actuator/env"
            })
    void anUnlistedPathIsRefusedToEverybody(String path) {
        for (V1Client caller : List.of(
                V1Client.anonymous(stack.origin()),
                V1Client.service(stack.origin()),
                stack.backEnd(),
                V1Client.user(stack, Names.user("ann")))) {
            assertThat(path, caller.get(path).status(), is(oneOf(400, 404)));
            assertThat(path, caller.post(path, "{}").status(), is(oneOf(400, 404)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/", "/v1/secrets", "/v1/rooms/x/y/z", "/v1/events/all", "/v1/streams/x"})
    void anUnlistedPathBelowAListedOneIsRefused(String path) {
        for (V1Client caller :
                List.of(V1Client.anonymous(stack.origin()), stack.backEnd(), V1Client.user(stack, Names.user("ann")))) {
            assertThat(path, caller.get(path).status(), is(oneOf(401, 403, 404)));
            assertThat(path, caller.delete(path).status(), is(oneOf(401, 403, 404, 405)));
        }
    }

    @Test
    void playAddressesAreShownToMembersAndBackEndsOnly() {
        var scene = new Scene(stack);

        assertThat(shows(scene.ann().members(scene.roomUid())), is(true));
        assertThat(shows(stack.backEnd().members(scene.roomUid())), is(true));
        assertThat(shows(scene.bob().members(scene.roomUid())), is(false));
        assertThat(scene.bob().room(scene.roomUid()).json().has("mixedPlayUrl"), is(false));
        assertThat(scene.ann().members(scene.roomUid()).body().contains("pushUrl"), is(false));
    }

    @Test
    void anothersSessionKeepsNobodyAlive() {
        var scene = new Scene(stack);

        Answer beats = scene.bob()
                .post(
                        "/v1/heartbeats",
                        "{\"sessions\":[{\"roomUid\":\"" + scene.roomUid() + "\",\"session\":\"" + scene.session()
                                + "\"}]}");

        assertThat(beats.json().path("items").path(0).path("present").asBoolean(true), is(false));
    }

    @Test
    void oneTokenServesAllThreeServicesUntilItIsRevokedEverywhere() {
        String ann = Names.user("ann");
        String token = V1Client.token(stack, ann);
        var client = new V1Client(stack.origin(), token);
        List<String> paths = List.of("/v1/rooms?family=double", "/v1/events?wait=0");
        paths.forEach(path -> client.get(path).hasStatus(200));
        client.post("/v1/streams", "{}").hasStatus(201);

        stack.backEnd().post("/v1/users/" + ann + "/revocations", "").hasStatus(204);

        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(10))
                .untilAsserted(() -> {
                    for (String replica : stack.services()) {
                        String path = replica.startsWith("room") ? "/v1/rooms?family=double" : "/v1/events?wait=0";
                        var direct = new V1Client(stack.serviceOrigin(replica), token);
                        Answer answer = replica.startsWith("url") ? direct.post("/v1/streams", "{}") : direct.get(path);
                        assertThat(replica, answer.status(), is(401));
                    }
                });
        assertThat(V1Client.user(stack, ann).get(paths.getFirst()).status(), is(200));
        assertThat(OldClient.login(stack, OldClient.DOUBLE, ann).getPushUrl("").code(), is(0));
        new OldClient(OldClient.domain(stack, OldClient.DOUBLE), ann, token)
                .getPushUrl("")
                .hasCode(7);
    }

    private static boolean shows(Answer members) {
        return members.hasStatus(200).body().contains("txSecret");
    }
}
