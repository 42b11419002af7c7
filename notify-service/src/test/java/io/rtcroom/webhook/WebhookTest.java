package io.rtcroom.webhook;

import static io.restassured.RestAssured.given;
import static io.rtcroom.fixture.Callers.as;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventJson;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.fixture.Neighbour;
import io.rtcroom.fixture.Neighbour.Asked;
import io.rtcroom.fixture.Neighbour.Reply;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(Neighbour.class)
class WebhookTest {
    private static final Duration LONG = Duration.ofSeconds(15);

    @Inject
    Database database;

    @Inject
    Deliveries deliveries;

    @Inject
    DeliveryWorker worker;

    private final Room room = new Room();
    private final String path = "/target/" + UUID.randomUUID();

    @Test
    void anEventReachesTheEndpointThatWantsItAndIsSigned() {
        Neighbour.reply(path, Reply.of(204));
        var created = anEndpoint("room.created");
        String secret = created.extract().path("secret");
        Event event = room.created();

        Kafka.publish(event, room.joined("ann"));

        Asked asked = awaitAsked(1).get(0);
        assertEquals(EventJson.write(event), asked.body());
        assertEquals(event.id().toString(), asked.headers().get("webhook-id"));
        assertEquals("application/json", asked.headers().get("content-type"));
        assertEquals(List.of(signature(secret, asked)), signatures(asked));
        awaitOutcome(idOf(created), "delivered");
    }

    @Test
    void whileASecretIsReplacedBothSign() {
        Neighbour.reply(path, Reply.of(200));
        var created = anEndpoint("room.created");
        String old = created.extract().path("secret");
        String id = idOf(created);

        String fresh = owner().post("/v1/webhooks/" + id + "/secret")
                .then()
                .statusCode(200)
                .extract()
                .path("secret");
        Kafka.publish(room.created());

        Asked during = awaitAsked(1).get(0);
        assertEquals(List.of(signature(fresh, during), signature(old, during)), signatures(during));
        database.query("update webhook_endpoint set previous_until = now() - interval '1 s' where id = $1", uuid(id));
        Kafka.publish(new Room().created());
        Asked after = awaitAsked(2).get(1);
        assertEquals(List.of(signature(fresh, after)), signatures(after));
    }

    @Test
    void whatFailsIsTriedAgainAndEveryTryIsLogged() {
        Neighbour.reply(path, Reply.of(500));
        String id = idOf(anEndpoint("room.created"));
        Instant before = Instant.now();

        Kafka.publish(room.created());
        awaitAsked(1);
        await().untilAsserted(() -> log(id).body("items[0].attempts", hasSize(1)));
        Instant next = Instant.parse(log(id).extract().path("items[0].nextAt"));
        assertThat(Duration.between(before, next).toMillis(), allOf(greaterThan(4_900L), lessThan(15_000L)));
        Neighbour.reply(path, Reply.of(200));
        makeDue(id);

        awaitOutcome(id, "delivered");
        log(id).body("items[0].attempts.number", contains(1, 2))
                .body("items[0].attempts.status", contains(500, 200))
                .body("items[0].attempts.error", contains(is("status 500"), nullValue()))
                .body("items[0].nextAt", nullValue());
        assertEquals(
                awaitAsked(2).get(0).headers().get("webhook-id"),
                awaitAsked(2).get(1).headers().get("webhook-id"));
    }

    @Test
    void aTargetMaySayWhen() {
        Neighbour.reply(path, Reply.of(503).header("Retry-After", "3600"));
        String id = idOf(anEndpoint("room.created"));

        Kafka.publish(room.created());

        await().atMost(LONG).untilAsserted(() -> log(id).body("items[0].attempts", hasSize(1)));
        Instant next = Instant.parse(log(id).extract().path("items[0].nextAt"));
        assertThat(next, greaterThan(Instant.now().plusSeconds(3_500)));
    }

    @Test
    void whatFailedForDaysIsGivenUpAndCanBeReplayed() {
        Neighbour.reply(path, Reply.of(500));
        String id = idOf(anEndpoint("room.created"));
        Kafka.publish(room.created());
        await().atMost(LONG).untilAsserted(() -> log(id).body("items[0].attempts", hasSize(1)));
        database.query("update webhook_delivery set attempts = 9 where endpoint_id = $1", uuid(id));

        makeDue(id);
        awaitOutcome(id, "given-up");
        Neighbour.reply(path, Reply.of(200));
        int delivery = log(id).extract().path("items[0].id");
        owner().post("/v1/webhooks/" + id + "/deliveries/" + delivery + "/replay")
                .then()
                .statusCode(202);

        awaitOutcome(id, "delivered");
        awaitAsked(3);
    }

    @Test
    void whoIsGoneIsToldNothingMoreUntilEnabledAndThenEverything() {
        Neighbour.reply(path, Reply.of(410));
        String id = idOf(anEndpoint("room.created", "member.joined"));
        Instant start = Instant.now().minusSeconds(60);
        Kafka.publish(room.created());
        awaitAsked(1);
        await().untilAsserted(
                        () -> owner().get("/v1/webhooks/" + id).then().body("disabledWhy", is("it answered 410")));

        Kafka.publish(room.joined("ann"), room.joined("bob"));
        await().untilAsserted(
                        () -> assertEquals(3, database.seqs(room.subject()).size()));
        assertEquals(1, Neighbour.asked(path).size());
        Neighbour.reply(path, Reply.of(200));
        enable(id).body("disabledAt", nullValue());
        owner().contentType("application/json")
                .body(Map.of("since", start.toString()))
                .post("/v1/webhooks/" + id + "/replay")
                .then()
                .statusCode(202)
                .body("count", greaterThan(1));
        makeDue(id);

        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(
                        List.of("1", "1", "2", "3"),
                        Neighbour.asked(path).stream()
                                .filter(asked -> asked.body().contains(room.uid.toString()))
                                .map(asked -> asked.body().replaceFirst(".*\"seq\":(\\d+).*", "$1"))
                                .sorted()
                                .toList()));
    }

    @ParameterizedTest
    @CsvSource({"302,status 302", "404,status 404", "429,status 429"})
    void whatIsNoSuccessIsAFailureAndARedirectIsNotFollowed(int status, String error) {
        Neighbour.reply(path, Reply.of(status).header("Location", Neighbour.origin() + path + "/elsewhere"));
        String id = idOf(anEndpoint("room.created"));

        Kafka.publish(room.created());

        await().atMost(LONG).untilAsserted(() -> log(id).body("items[0].attempts.error", hasItem(error)));
        assertEquals(0, Neighbour.asked(path + "/elsewhere").size());
    }

    @Test
    void anAnswerThatIsLateOrLongIsAFailure() {
        Neighbour.reply(path, Reply.of(200).after(Duration.ofSeconds(5)));
        String id = idOf(anEndpoint("room.created"));
        Kafka.publish(room.created());
        await().atMost(LONG).untilAsserted(() -> log(id).body("items[0].attempts.error", hasItem("no answer in time")));

        Neighbour.reply(path, Reply.of(200).body("x".repeat(70_000)));
        makeDue(id);

        await().atMost(LONG)
                .untilAsserted(() -> log(id).body("items[0].attempts.error", hasItem("the answer is too long")));
    }

    @Test
    void aNameIsLookedUpOnceAndWhatWasCheckedIsConnectedTo() {
        String host = "turncoat-" + UUID.randomUUID() + ".example";
        ScriptedNames.next(host, "127.0.0.1");
        ScriptedNames.next(host, "10.0.0.1");
        ScriptedNames.next(host, "127.0.0.1", "169.254.169.254");
        Neighbour.reply(path, Reply.of(500));
        String id = idOf(anEndpointAt("http://" + host + ":" + Neighbour.port() + path, "room.created"));

        Kafka.publish(room.created());
        Asked asked = awaitAsked(1).get(0);
        assertEquals(host + ":" + Neighbour.port(), asked.headers().get("host"));
        await().untilAsserted(() -> log(id).body("items[0].attempts", hasSize(1)));
        makeDue(id);
        await().untilAsserted(() -> log(id).body("items[0].attempts", hasSize(2)));
        makeDue(id);
        await().untilAsserted(() -> log(id).body("items[0].attempts", hasSize(3)));

        log(id).body(
                        "items[0].attempts.error",
                        contains("status 500", "the address is not allowed", "the address is not allowed"));
        assertEquals(1, Neighbour.asked(path).size());
    }

    @Test
    void aTargetThatIsNotThereIsAFailureThatSaysSo() {
        String id = idOf(anEndpointAt("https://nowhere.example/x", "room.created"));

        Kafka.publish(room.created());

        await().atMost(LONG)
                .untilAsserted(() -> log(id).body("items[0].attempts.error", hasItem("the name does not resolve")));
    }

    @Test
    void whatAReplicaHeldWhenItDiedIsMadeByAnother() {
        Neighbour.reply(path, Reply.of(500));
        String id = idOf(anEndpoint("room.created"));
        Kafka.publish(room.created());
        await().atMost(LONG).untilAsserted(() -> log(id).body("items[0].attempts", hasSize(1)));
        Neighbour.reply(path, Reply.of(200));

        database.query(
                """
                update webhook_delivery set due_at = now(), lease_until = now() + interval '1 hour', lease_no = -1
                where endpoint_id = $1""",
                uuid(id));
        await().during(Duration.ofMillis(800)).until(() -> Neighbour.asked(path).size() == 1);
        database.query("update webhook_delivery set lease_until = now() where endpoint_id = $1", uuid(id));

        awaitOutcome(id, "delivered");
    }

    @Test
    void whoLostTheLeaseChangesNothing() {
        Neighbour.reply(path, Reply.of(200));
        String id = idOf(anEndpoint("room.created"));
        Kafka.publish(room.created());
        awaitOutcome(id, "delivered");
        makeDue(id);
        long delivery = database.count("select id from webhook_delivery where endpoint_id = $1", uuid(id));

        Delivery late = new Delivery(delivery, -7, uuid(id), UUID.randomUUID(), 0, "", List.of(), "{}");
        deliveries
                .finish(late, new Attempt(410, "status 410", Duration.ZERO, Duration.ZERO))
                .await()
                .indefinitely();

        log(id).body("items[0].attempts", hasSize(1)).body("items[0].outcome", is("delivered"));
        owner().get("/v1/webhooks/" + id).then().body("disabledAt", nullValue());
    }

    @Test
    void manyReplicasTakeEachDeliveryOnce() {
        Neighbour.reply(path, Reply.of(200));
        String id = idOf(anEndpoint("room.created"));
        for (int i = 0; i < 40; i++) Kafka.publish(new Room().created());

        List<Uni<List<Delivery>>> takes =
                IntStream.range(0, 12).mapToObj(i -> deliveries.take(5)).toList();
        List<Long> taken = Uni.join().all(takes).andFailFast().await().atMost(LONG).stream()
                .flatMap(List::stream)
                .map(Delivery::id)
                .toList();

        assertEquals(taken.size(), taken.stream().distinct().count());
        // The test's takers died; theirs are made once their leases have ended.
        database.query("update webhook_delivery set lease_until = now() where endpoint_id = $1", uuid(id));
        await().atMost(LONG)
                .untilAsserted(() -> assertTrue(database.count(
                                "select count(*) from webhook_delivery where endpoint_id = $1 and outcome = 'delivered'",
                                uuid(id))
                        >= 40));
    }

    @Test
    void toTakeWhatIsDueIsNotToReadWhatWaits() {
        String id = idOf(anEndpointAt("https://nowhere.example/x", "never.happens"));
        addDeliveries(id, 20_000);
        database.query("analyze webhook_delivery");

        String plan = database.query("explain (generic_plan) " + Deliveries.TAKE, 1L, 1L, 1L).stream()
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));

        assertThat(plan, containsString("using webhook_delivery_held on webhook_delivery l"));
        assertThat(plan, containsString("using webhook_delivery_due on webhook_delivery o"));
        assertThat(plan, containsString("Index Cond: ((endpoint_id = webhook_endpoint.id) AND (due_at <= now()))"));
    }

    @Test
    void allThatIsPastItsRetentionIsForgottenAtOnce() {
        String id = idOf(anEndpointAt("https://nowhere.example/x", "never.happens"));
        addDeliveries(id, 12_000);
        database.query(
                """
                update webhook_delivery set outcome = 'given-up', ended_at = now() - interval '8 days'
                where endpoint_id = $1""",
                uuid(id));

        worker.purge().await().atMost(LONG);

        assertEquals(0, countDeliveries(id));
    }

    @Test
    void aGoneOfTheUrlBeforeDisablesNothing() {
        Neighbour.reply(path, Reply.of(500));
        String id = idOf(anEndpoint("room.created"));
        Kafka.publish(room.created());
        await().atMost(LONG).untilAsserted(() -> log(id).body("items[0].attempts", hasSize(1)));
        owner().contentType("application/json")
                .body(Map.of("url", Neighbour.origin() + path + "/new", "enabled", true))
                .put("/v1/webhooks/" + id)
                .then()
                .statusCode(200);

        answerGone(id, Neighbour.origin() + path);
        log(id).body("items[0].attempts", hasSize(2));
        owner().get("/v1/webhooks/" + id).then().body("disabledAt", nullValue());

        answerGone(id, Neighbour.origin() + path + "/new");
        owner().get("/v1/webhooks/" + id).then().body("disabledWhy", is("it answered 410"));
    }

    @Test
    void aTestGoesTheWayOfEveryEvent() {
        Neighbour.reply(path, Reply.of(200));
        var created = anEndpoint("room.created");
        String id = idOf(created);

        String eventId = owner().post("/v1/webhooks/" + id + "/test")
                .then()
                .statusCode(202)
                .extract()
                .path("eventId");

        Asked asked = awaitAsked(1).get(0);
        Event event = EventJson.read(asked.body());
        assertEquals(eventId, event.id().toString());
        assertEquals("webhook.tested", event.type());
        assertEquals("webhook:" + id, event.subject());
        assertEquals(1, event.seq());
        assertEquals(List.of(signature(created.extract().path("secret"), asked)), signatures(asked));
    }

    @Test
    void whatIsDeletedIsToldNothing() {
        Neighbour.reply(path, Reply.of(200));
        String id = idOf(anEndpoint("room.created"));
        owner().delete("/v1/webhooks/" + id).then().statusCode(204);

        Kafka.publish(room.created());
        await().untilAsserted(
                        () -> assertEquals(1, database.seqs(room.subject()).size()));

        owner().get("/v1/webhooks/" + id).then().statusCode(404);
        assertEquals(0, database.count("select count(*) from webhook_delivery where endpoint_id = $1", uuid(id)));
    }

    @Test
    void whatIsDeletedIsHiddenAtOnceAndRemovedInBites() {
        String id = idOf(anEndpointAt("https://nowhere.example/x", "never.happens"));
        addDeliveries(id, 12_000);

        owner().delete("/v1/webhooks/" + id).then().statusCode(204);

        assertEquals(12_000, countDeliveries(id));
        owner().get("/v1/webhooks").then().body("items.id", not(hasItem(id)));
        owner().get("/v1/webhooks/" + id + "/deliveries").then().statusCode(404);
        owner().post("/v1/webhooks/" + id + "/secret").then().statusCode(404);
        owner().post("/v1/webhooks/" + id + "/test").then().statusCode(404);
        owner().delete("/v1/webhooks/" + id).then().statusCode(404);
        worker.purge().await().atMost(LONG);
        assertEquals(0, countDeliveries(id));
        assertEquals(0, database.count("select count(*) from webhook_endpoint where id = $1", uuid(id)));
    }

    @Test
    void anothersEndpointIsNotThere() {
        String id = idOf(anEndpoint("room.created"));

        other().get("/v1/webhooks/" + id).then().statusCode(404);
        other().delete("/v1/webhooks/" + id).then().statusCode(404);
        other().post("/v1/webhooks/" + id + "/secret").then().statusCode(404);
        other().post("/v1/webhooks/" + id + "/test").then().statusCode(404);
        other().get("/v1/webhooks/" + id + "/deliveries").then().statusCode(404);
        other().get("/v1/webhooks").then().statusCode(200).body("items.id", not(hasItem(id)));
        owner().get("/v1/webhooks").then().body("items.id", hasItem(id)).body("items[0].secret", nullValue());
    }

    @Test
    void aKeyHasAsManyEndpointsAsItMay() {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Integer> answers = IntStream.range(0, 60)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> create(other(), "https://many.example/x", "never.happens")
                                    .extract()
                                    .statusCode(),
                            threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertEquals(50, answers.stream().filter(status -> status == 201).count());
            assertEquals(10, answers.stream().filter(status -> status == 409).count());
            String id = other().get("/v1/webhooks").then().extract().path("items[0].id");
            other().delete("/v1/webhooks/" + id).then().statusCode(204);
            create(other(), "https://many.example/x", "never.happens").statusCode(201);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|url",
                "{\"url\":\"\"}|url",
                "{\"url\":\"ftp://a.example/\"}|url",
                "{\"url\":\"https://\"}|url",
                "{\"url\":\"https:///x\"}|url",
                "{\"url\":\"https://a:b@c.example/\"}|url",
                "{\"url\":\"https://a.example/#f\"}|url",
                "{\"url\":\"https://a b/\"}|url",
                "{\"url\":\"/x\"}|url",
            })
    void badInputIsNamed(String body, String field) {
        owner().contentType("application/json")
                .body(body)
                .post("/v1/webhooks")
                .then()
                .statusCode(400)
                .body("field", is(field));
    }

    @Test
    void onlyKeysWithTheScopeHaveWebhooks() {
        given().get("/v1/webhooks").then().statusCode(401);
        as(given(), Callers.EVENTS_KEY).get("/v1/webhooks").then().statusCode(403);
        as(given(), Callers.token("ann")).get("/v1/webhooks").then().statusCode(403);
        owner().get("/v1/webhooks/" + UUID.randomUUID() + "/deliveries?outcome=maybe")
                .then()
                .statusCode(400)
                .body("field", is("outcome"));
        assertThat(List.of(), empty());
    }

    private static RequestSpecification owner() {
        return as(given(), Callers.WEBHOOKS_KEY);
    }

    private static RequestSpecification other() {
        return as(given(), Callers.OTHER_WEBHOOKS_KEY);
    }

    private ValidatableResponse anEndpoint(String... types) {
        return anEndpointAt(Neighbour.origin() + path, types);
    }

    private static ValidatableResponse anEndpointAt(String url, String... types) {
        makeRoom();
        return create(owner(), url, types).statusCode(201);
    }

    /** The tests share one key, and it may have no more than fifty. */
    private static void makeRoom() {
        List<String> ids = owner().get("/v1/webhooks").then().extract().path("items.id");
        if (ids.size() >= 40) ids.subList(0, 20).forEach(id -> owner().delete("/v1/webhooks/" + id));
    }

    private static ValidatableResponse create(RequestSpecification caller, String url, String... types) {
        return caller.contentType("application/json")
                .body(Map.of("url", url, "types", types))
                .post("/v1/webhooks")
                .then();
    }

    private ValidatableResponse enable(String id) {
        return owner().contentType("application/json")
                .body(Map.of(
                        "url",
                        Neighbour.origin() + path,
                        "types",
                        List.of("room.created", "member.joined"),
                        "enabled",
                        true))
                .put("/v1/webhooks/" + id)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse log(String id) {
        return owner().get("/v1/webhooks/" + id + "/deliveries").then().statusCode(200);
    }

    private void awaitOutcome(String id, String outcome) {
        await().atMost(LONG).untilAsserted(() -> log(id).body("items[0].outcome", is(outcome)));
    }

    private List<Asked> awaitAsked(int count) {
        await().atMost(LONG)
                .untilAsserted(() -> assertEquals(count, Neighbour.asked(path).size()));
        return Neighbour.asked(path);
    }

    private void makeDue(String id) {
        database.query("update webhook_delivery set due_at = now() where endpoint_id = $1", uuid(id));
    }

    /** Due tomorrow. */
    private void addDeliveries(String id, int count) {
        database.query(
                """
                insert into webhook_delivery (endpoint_id, event_id, subject, seq, type, due_at)
                select $1, gen_random_uuid(), 'room:none', n, 'never.happens', now() + interval '1 day'
                from generate_series(1, $2) n""",
                uuid(id),
                count);
    }

    private long countDeliveries(String id) {
        return database.count("select count(*) from webhook_delivery where endpoint_id = $1", uuid(id));
    }

    /** To an attempt at the endpoint's one delivery that began when it had this URL. */
    private void answerGone(String id, String url) {
        long delivery = database.query(
                        """
                        update webhook_delivery set lease_until = now() + interval '1 hour', lease_no = -1
                        where endpoint_id = $1 returning id""",
                        uuid(id))
                .get(0)
                .getLong(0);
        deliveries
                .finish(
                        new Delivery(delivery, -1, uuid(id), UUID.randomUUID(), 1, url, List.of(), "{}"),
                        new Attempt(410, "status 410", Duration.ZERO, Duration.ZERO))
                .await()
                .atMost(LONG);
    }

    private static List<String> signatures(Asked asked) {
        return List.of(asked.headers().get("webhook-signature").split(" "));
    }

    /** As Standard Webhooks says, not as we do it. */
    private static String signature(String secret, Asked asked) {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        String content =
                asked.headers().get("webhook-id") + "." + asked.headers().get("webhook-timestamp") + "." + asked.body();
        try {
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
            return "v1,"
                    + Base64.getEncoder()
                            .encodeToString(mac.doFinal(content.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String idOf(ValidatableResponse created) {
        return created.extract().path("endpoint.id");
    }

    private static UUID uuid(String id) {
        return UUID.fromString(id);
    }
}
