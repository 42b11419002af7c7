package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One person's open {@code GET /v1/events}. */
final class EventStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stream<String> lines;
    private final Timeline timeline;
    private final String who;
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();

    private EventStream(Stream<String> lines, Timeline timeline, String who) {
        this.lines = lines;
        this.timeline = timeline;
        this.who = who;
        Thread.ofVirtual().start(this::read);
    }

    static EventStream open(HttpClient http, String origin, OldClient person, Timeline timeline)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(origin + "/v1/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + person.token())
                .build();
        long begin = System.nanoTime();
        var response = http.send(request, HttpResponse.BodyHandlers.ofLines());
        timeline.asked(
                person.name(), "GET /v1/events", "HTTP " + response.statusCode() + ", stays open", sinceMillis(begin));
        Unexpected.unless(response.statusCode() == 200, "the event stream answered HTTP " + response.statusCode());
        return new EventStream(response.body(), timeline, person.name());
    }

    /** From now on an event of this type about this person counts as the effect of what is asked next. */
    void mark(String type, OldClient person) {
        asked.put(type + " " + person.userId(), System.nanoTime());
    }

    void expect(String type, OldClient person) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        JsonNode event;
        do {
            event = told.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            Unexpected.unless(event != null, who + " was not told of " + type + " of " + person.name());
        } while (!key(event).equals(type + " " + person.userId()));
    }

    private void read() {
        try {
            lines.filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring("data:".length()).trim())
                    .filter(data -> data.contains("\"specversion\"")) // others are about the stream itself
                    .forEach(this::add);
        } catch (RuntimeException closed) {
            // the stream ended; whoever still expects something will say so
        }
    }

    private void add(String data) {
        try {
            JsonNode event = JSON.readTree(data);
            Long cause = asked.get(key(event));
            timeline.told(
                    who,
                    "number " + event.path("seq").asText() + ", "
                            + event.path("type").asText(),
                    event.path("data").path("userId").asText(),
                    cause == null ? null : sinceMillis(cause));
            told.add(event);
        } catch (IOException e) {
            timeline.line(who + " was told something unreadable: " + data);
        }
    }

    private static String key(JsonNode event) {
        return (event.path("type").asText() + " "
                        + event.path("data").path("userId").asText())
                .trim();
    }

    private static long sinceMillis(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    @Override
    public void close() {
        lines.close();
    }
}
