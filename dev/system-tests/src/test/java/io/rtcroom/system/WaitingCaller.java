package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Somebody who calls a queue once, as a seed will have it: stays, gives up, drops and returns, or is never heard again. */
final class WaitingCaller implements Runnable {
    /** What this caller is going to do while waiting. */
    private enum Plan {
        STAY,
        GIVE_UP,
        DROP,
        VANISH
    }

    private static final Duration BEAT_EVERY = Duration.ofSeconds(4);

    private final CallCentre centre;
    private final String userId = Names.user("caller");
    private final Random random;
    private final Plan plan;
    private final Duration comesAfter;
    private final Duration actsAfter;
    private V1Client client;
    private volatile String entryId;
    private volatile String callId;
    private volatile Instant prioritisedBy;
    private boolean hasActed;
    private long beatsNext = System.nanoTime();

    /** @param window within which the caller comes */
    WaitingCaller(CallCentre centre, Duration window, long seed) {
        this.centre = centre;
        random = new Random(seed);
        int choice = random.nextInt(100);
        plan = choice < 75 ? Plan.STAY : choice < 88 ? Plan.GIVE_UP : choice < 95 ? Plan.DROP : Plan.VANISH;
        comesAfter = upTo(window);
        actsAfter = upTo(Duration.ofSeconds(6));
    }

    String userId() {
        return userId;
    }

    /** Whose place the service has acknowledged. */
    String entryId() {
        return entryId;
    }

    /** When it was certain that a back end's priority counted; null if there was none. */
    Instant prioritisedBy() {
        return prioritisedBy;
    }

    boolean stays() {
        return plan == Plan.STAY;
    }

    /** Whether this one may have been passed over for not being there. */
    boolean wasSilent() {
        return plan == Plan.DROP || plan == Plan.VANISH;
    }

    @Override
    public void run() {
        pause(comesAfter);
        client = centre.client(userId);
        enter();
        if (random.nextInt(10) == 0) prioritise();
        long acts = System.nanoTime() + actsAfter.toNanos();
        String state = state();
        while (!state.equals("ENDED") && !hasVanished()) {
            boolean waits = !state.equals("CONNECTED");
            if (waits && !hasActed && System.nanoTime() > acts) act();
            else if (!waits && random.nextInt(3) == 0) hangUp();
            else beat();
            pause(Duration.ofMillis(800 + random.nextInt(800)));
            state = state();
        }
    }

    /** Asked again after an outage it is the same place. While the first attempt is still at it the caller is engaged. */
    private void enter() {
        Answer entered = Patience.throughOutages(() -> client.post(centre.entries(), "{}"));
        while (entered.status() == 409) {
            pause(Duration.ofMillis(200));
            entered = Patience.throughOutages(() -> client.post(centre.entries(), "{}"));
        }
        callId = entered.hasStatus(201).text("callId");
        entryId = entered.text("id");
    }

    private void prioritise() {
        String body = "{\"priority\":" + (1 + random.nextInt(9)) + "}";
        String path = centre.entries() + "/" + entryId + "/priority";
        Patience.throughOutages(() -> centre.stack().backEnd().send("PUT", path, "application/json", body))
                .hasStatus(200);
        prioritisedBy = Instant.now();
    }

    private void act() {
        hasActed = true;
        switch (plan) {
            case STAY -> {}
            case GIVE_UP -> hangUp();
            case DROP -> {
                fallSilent(Duration.ofSeconds(1));
                pause(Duration.ofSeconds(2));
            }
            // Longer than a lease and the grace together.
            case VANISH -> fallSilent(Duration.ofMinutes(2));
        }
    }

    private void fallSilent(Duration since) {
        centre.database()
                .rows("update room.call_participant set lease_until = clock_timestamp() - interval '"
                        + since.toSeconds()
                        + " s' where call_id = '" + callId + "' and user_id = '" + userId
                        + "' and state = 'JOINED' returning user_id");
    }

    private void hangUp() {
        int status = Patience.throughOutages(() -> client.post("/v1/calls/" + callId + "/hangup", ""))
                .status();
        assertThat("hanging up", status, is(oneOf(200, 409)));
    }

    private boolean hasVanished() {
        return plan == Plan.VANISH && hasActed;
    }

    private String state() {
        return Patience.throughOutages(() -> client.get("/v1/calls/" + callId))
                .hasStatus(200)
                .text("state");
    }

    /** Often enough for one that is lost. */
    private void beat() {
        if (System.nanoTime() < beatsNext) return;
        client.tryPost("/v1/calls/" + callId + "/heartbeat", "");
        beatsNext = System.nanoTime() + BEAT_EVERY.toNanos();
    }

    private Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis()));
    }

    private static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }
}
