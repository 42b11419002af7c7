package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One person's open {@code GET /v1/events}. */
final class EventStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Told(JsonNode event, long at) {}

    private final Stream<String> lines;
    private final Timeline timeline;
    private final String who;
    private final BlockingQueue<Told> events = new LinkedBlockingQueue<>();

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
                person.name(),
                "GET /v1/events",
                "HTTP " + response.statusCode() + ", stays open",
                (System.nanoTime() - begin) / 1_000_000);
        Unexpected.unless(response.statusCode() == 200, "the event stream answered HTTP " + response.statusCode());
        return new EventStream(response.body(), timeline, person.name());
    }

    /** Waits for an event, and shows it and those before it with the time since {@code cause}. */
    void expect(String description, long cause, Predicate<JsonNode> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            Told told = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            Unexpected.unless(told != null, who + " was not told that " + description);
            JsonNode event = told.event();
            String subject = event.path("subject").asText();
            timeline.told(
                    who,
                    event.path("type").asText() + " "
                            + event.path("data").path("userId").asText("") + " of " + subject + ", number "
                            + event.path("seq").asText(),
                    Math.max(0, (told.at() - cause) / 1_000_000));
            if (wanted.test(event)) return;
        }
    }

    private void read() {
        try {
            lines.filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring("data:".length()).trim())
                    .filter(data -> data.startsWith("{"))
                    .forEach(this::add);
        } catch (RuntimeException closed) {
            // the stream ended; whoever still expects something will say so
        }
    }

    private void add(String data) {
        try {
            events.add(new Told(JSON.readTree(data), System.nanoTime()));
        } catch (IOException e) {
            timeline.line(who + " was told something unreadable: " + data);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
