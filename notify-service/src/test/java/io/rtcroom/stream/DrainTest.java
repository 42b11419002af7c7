package io.rtcroom.stream;

import static io.rtcroom.fixture.Callers.token;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.EventStream;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DrainTest.Draining.class)
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class DrainTest {
    @Inject
    Streams streams;

    @Test
    void aDrainEndsStreamsOneByOneAndServesWhoComesMeanwhile() {
        List<EventStream> open = IntStream.range(0, 40)
                .mapToObj(i -> EventStream.open(token(Room.aUser("ann"))))
                .toList();

        streams.prepareShutdown(new ShutdownDelayInitiatedEvent());

        await().pollInterval(Duration.ofMillis(5)).until(() -> ended(open) > 5);
        assertThat("a part of them goes on", ended(open), lessThan(35L));
        try (var late = EventStream.open(token(Room.aUser("bob")))) {
            await().atMost(Duration.ofSeconds(5)).until(() -> ended(open) == open.size() && late.isEnded());
            assertThat(late.frames.size(), greaterThan(0));
        }
    }

    private static long ended(List<EventStream> streams) {
        return streams.stream().filter(EventStream::isEnded).count();
    }

    public static class Draining implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rtcroom.events.stream.drain", "3s");
        }
    }
}
