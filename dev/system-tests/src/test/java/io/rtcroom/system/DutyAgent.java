package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Somebody who serves a queue as a seed will have it: accepts, declines, does not react, takes breaks, falls silent. */
final class DutyAgent implements Runnable {
    private static final String SHIFT = "/v1/agents/me";
    private static final Duration BEAT_EVERY = Duration.ofSeconds(3);

    private final CallCentre centre;
    private final String userId = Names.user("agent");
    private final V1Client client;
    private final Random random;
    /** What became of offers, by their numbers, as the service has acknowledged it. */
    private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();

    private long ignored;
    private long beatsNext = System.nanoTime();

    DutyAgent(CallCentre centre, long seed) {
        this.centre = centre;
        client = centre.client(userId);
        random = new Random(seed);
    }

    String userId() {
        return userId;
    }

    Map<Long, String> acknowledged() {
        return acknowledged;
    }

    /** Begins the shift, or does nothing if it goes on. */
    void open() {
        String shift = "{\"queues\":[\"" + centre.queue() + "\"]}";
        int status = Patience.throughOutages(() -> client.send("PUT", SHIFT, "application/json", shift))
                .status();
        assertThat("opening", status, is(oneOf(200, 409)));
    }

    @Override
    public void run() {
        while (centre.isOpen()) {
            if (System.nanoTime() > beatsNext) beat();
            JsonNode offers = Patience.throughOutages(() -> client.get("/v1/offers"))
                    .hasStatus(200)
                    .json()
                    .path("items");
            assertThat("offers at once", offers.size(), lessThan(2));
            if (offers.isEmpty()) idle();
            else if (offers.at("/0/accepted").asBoolean()) talk(offers.path(0));
            else answer(offers.path(0));
            pause(300, 600);
        }
    }

    /** Whoever is off duty against their will begins anew. */
    private void beat() {
        Answer beat = Patience.throughOutages(() -> client.post(SHIFT + "/heartbeat", ""));
        if (beat.status() != 204) open();
        beatsNext = System.nanoTime() + BEAT_EVERY.toNanos();
    }

    private void idle() {
        if (random.nextInt(60) != 0) return;
        int status = client.tryPost(SHIFT + "/break", "{\"reason\":\"tea\"}");
        pause(500, 2000);
        if (status == 200) Patience.throughOutages(() -> client.post(SHIFT + "/ready", ""));
    }

    private void answer(JsonNode offer) {
        long number = offer.path("number").asLong();
        if (number == ignored) return;
        int choice = random.nextInt(100);
        if (choice < 10) respond(number, "decline", "DECLINED");
        else if (choice < 15) ignored = number;
        else if (choice < 19) fallSilent();
        else respond(number, "accept", "ACCEPTED");
    }

    /** An answer to an offer may be sent twice: who was first to end it is what the second hears. */
    private void respond(long number, String word, String outcome) {
        String path = "/v1/offers/" + number + "/" + word;
        Answer answer = Patience.throughOutages(() -> client.post(path, "{}"));
        assertThat(answer.toString(), answer.status(), is(oneOf(200, 204, 409)));
        if (answer.status() != 409) acknowledged.put(number, outcome);
    }

    private void talk(JsonNode offer) {
        pause(0, 800);
        int choice = random.nextInt(100);
        if (choice < 40) {
            String path = "/v1/calls/" + offer.path("callId").asText() + "/hangup";
            int status = Patience.throughOutages(() -> client.post(path, "")).status();
            assertThat("hanging up", status, is(oneOf(200, 409)));
        } else if (choice < 46) fallSilent();
    }

    /** For longer than a lease; whether this is noticed before the next beat is a race. */
    private void fallSilent() {
        centre.database()
                .rows("update room.agent set lease_until = clock_timestamp() - interval '1 s' where user_id = '"
                        + userId + "' and lease_until is not null returning user_id");
        pause(500, 1500);
    }

    private void pause(int least, int most) {
        LockSupport.parkNanos(
                Duration.ofMillis(least + random.nextInt(most - least)).toNanos());
    }
}
