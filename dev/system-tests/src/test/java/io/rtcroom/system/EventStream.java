package io.rtcroom.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Reads server-sent events until closed or until the server ends the stream. */
final class EventStream implements AutoCloseable {
    /** @param id the cursor to continue from, as {@code Last-Event-ID} */
    record Frame(String id, JsonNode event, Instant at) {
        String type() {
            return event.path("type").asText();
        }

        String subject() {
            return event.path("subject").asText();
        }

        long seq() {
            return event.path("seq").asLong();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;
    private volatile boolean ended;

    EventStream(HttpRequest.Builder request) {
        var response = Http.send(request.build(), BodyHandlers.ofLines());
        if (response.statusCode() != 200) throw new IllegalStateException("event stream: " + response.statusCode());
        lines = response.body();
        Thread.ofVirtual().start(this::read);
    }

    List<Frame> frames() {
        return frames;
    }

    /** The events of one subject, in the order they came. */
    List<Frame> of(String subject) {
        return frames.stream().filter(frame -> frame.subject().equals(subject)).toList();
    }

    boolean hasEnded() {
        return ended;
    }

    /** The cursor after the last frame, or null before the first. */
    String lastEventId() {
        return frames.isEmpty() ? null : frames.getLast().id();
    }

    private void read() {
        var data = new StringBuilder();
        String[] id = {null};
        try {
            lines.forEach(line -> {
                if (line.startsWith("id:")) id[0] = line.substring(3).trim();
                if (line.startsWith("data:")) data.append(line.substring(5).trim());
                if (!line.isEmpty() || data.isEmpty()) return;
                frames.add(new Frame(id[0], parse(data.toString()), Instant.now()));
                data.setLength(0);
            });
        } catch (UncheckedIOException e) {
            // The server went away, or close() was called: either way there is no more.
        } finally {
            ended = true;
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
