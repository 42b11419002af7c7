package io.rtcroom.stream;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.rtcroom.event.EventJson;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.EventStream;
import io.rtcroom.fixture.Room;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SlowReaderTest.Impatient.class)
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
class SlowReaderTest {
    private static final int EVENTS = 300;
    private static final int EVENT_BYTES = 100_000;

    @Inject
    Database database;

    @Inject
    MeterRegistry meters;

    private final Room room = new Room();

    @Test
    void aReaderThatDoesNotReadIsCutWithoutFillingMemory() throws IOException {
        aLongHistory();
        double before = shown();

        try (Socket socket = aConnectionThatReadsNothing()) {
            await().untilAsserted(() -> assertEquals(1, open()));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertEquals(0, open()));
            assertThat(shown() - before, allOf(greaterThan(0.0), lessThan((double) EVENTS)));
            assertFalse(socket.isClosed());
        }
    }

    @Test
    void aReaderThatIsMerelySlowGetsEverything() throws IOException {
        aLongHistory();

        try (Socket socket = aConnectionThatReadsNothing()) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 16];
            String last = "\"seq\":" + EVENTS + ",";
            String tail = "";
            while (!tail.contains(last)) {
                int count = in.read(buffer);
                assertThat("the stream went on", count, greaterThan(0));
                String end = tail.substring(Math.max(0, tail.length() - last.length()));
                tail = end + new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
            }
        }
    }

    @Test
    void silenceIsFilledWithComments() {
        try (var stream = EventStream.open(Callers.token(Room.aUser("ann")))) {
            await().atMost(Duration.ofSeconds(6))
                    .untilAsserted(() -> assertThat(stream.comments.size(), greaterThan(1)));
        }
    }

    private Socket aConnectionThatReadsNothing() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        socket.connect(new InetSocketAddress("localhost", port));
        String request = "GET /v1/events?after=0&subject=" + room.subject() + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Accept: text/event-stream\r\nAuthorization: Bearer " + Callers.EVENTS_KEY + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void aLongHistory() {
        String document = EventJson.write(room.created()).replace("\"info\":\"info\"", "\"info\":\"%s\"");
        String filled = document.formatted("x".repeat(EVENT_BYTES));
        database.query(
                """
                insert into event (subject, seq, id, type, time, payload)
                select $1, n, $2, 'room.created', now(), replace($3, '"seq":1,', '"seq":' || n || ',')
                from generate_series(1, $4) n order by n""",
                room.subject(),
                UUID.randomUUID(),
                filled,
                EVENTS);
    }

    private double open() {
        return meters.get("rtcroom.streams.open").gauge().value();
    }

    private double shown() {
        return meters.counter("rtcroom.stream.frames", "from", "store").count();
    }

    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rtcroom.events.stream.slow-reader-timeout", "3s", "rtcroom.events.stream.keep-alive", "1s");
        }
    }
}
