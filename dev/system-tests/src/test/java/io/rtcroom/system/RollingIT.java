package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every replica is replaced while people come and go and others watch, and nobody notices. {@code -Drtcroom.rolling.rate=500
 * -Drtcroom.rolling.streams=1000} is more of it.
 */
@ExtendWith(SharedStack.class)
class RollingIT {
    private static final int STREAMS = Integer.getInteger("rtcroom.rolling.streams", 50);
    private static final int USERS = Integer.getInteger("rtcroom.rolling.users", 3);
    private static final int RATE = Integer.getInteger("rtcroom.rolling.rate", 20);
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final Stack stack = SharedStack.stack();
    private final StandingRoom busy = new StandingRoom(stack);
    private final StandingRoom watched = new StandingRoom(stack);
    private final V1Client visitor = V1Client.user(stack, Names.user("visitor"));
    private final Pulse visits = Pulse.of(() -> visitor.join(watched.uid()));
    private final List<Follower> followers = IntStream.range(0, STREAMS)
            .mapToObj(i -> new Follower(watched.host(), watched.cursor()))
            .toList();

    @AfterEach
    void mendTheStack() {
        visits.close();
        followers.forEach(Follower::close);
        watched.close();
        busy.close();
        stack.mend();
    }

    @Test
    void aRollingRestartFailsNoRequestAndLosesNoEvent() throws InterruptedException {
        try (Load load = Load.on(stack, List.of(busy), USERS);
                Routine routine = Routine.in(List.of(busy, watched), RATE)) {
            await().atMost(RECOVERY).until(load::joins, greaterThan(USERS));
            await().atMost(RECOVERY).until(routine::answered, greaterThan((long) RATE));

            stack.restart();

            routine.stop().everythingWasAnswered();
            load.stop().everythingWasGranted();
            System.out.printf(
                    "rolling restart: %d joins, %d other requests, %.0f/s, %d streams%n",
                    load.joins(), routine.answered(), routine.perSecond(), STREAMS);
        }
        visits.close();
        RoomEvents events = new Audit(stack).everythingAgrees();
        has(busy.follower(), events, busy.subject());
        followers.forEach(follower -> has(follower, events, watched.subject()));
    }

    /** All from the host's own joining on, and perhaps what came since; without a stream that failed. */
    private static void has(Follower follower, RoomEvents events, String subject) {
        List<String> happened = ids(events.of(subject).stream().skip(1));
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(
                        ids(follower.of(subject).stream()
                                .map(EventStream.Frame::event)
                                .limit(happened.size())),
                        is(happened)));
        assertThat(follower.troubles(), is(empty()));
    }

    private static List<String> ids(Stream<JsonNode> events) {
        return events.map(event -> event.path("id").asText()).toList();
    }
}
