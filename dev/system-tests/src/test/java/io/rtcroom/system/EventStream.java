package io.rtcroom.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads server-sent events until closed or until the server ends the stream. */
final class EventStream implements AutoCloseable {
    /** @param id the cursor to continue from, as {@code Last-Event-ID} */
    record Frame(String id, JsonNode event) {
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

    private final List<Frame> frames = new ArrayList<>();
    private final Stream<String> lines;
    private volatile String lastEventId;
    private volatile boolean ended;
    private volatile boolean broken;

    EventStream(HttpRequest.Builder request) {
        var response = Http.send(request.build(), BodyHandlers.ofLines());
        if (response.statusCode() != 200) throw new IllegalStateException("event stream: " + response.statusCode());
        lines = response.body();
        Thread.ofVirtual().start(this::read);
    }

    List<Frame> frames() {
        return framesAfter(0);
    }

    /** All but the first {@code count}. */
    List<Frame> framesAfter(int count) {
        synchronized (frames) {
            return List.copyOf(frames.subList(count, frames.size()));
        }
    }

    /** The events of one subject, in the order they came. */
    List<Frame> of(String subject) {
        return frames().stream()
                .filter(frame -> frame.subject().equals(subject))
                .toList();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether it ended without a last chunk. */
    boolean isBroken() {
        return broken;
    }

    /** The cursor to continue from; the stream names one before its first event. */
    String lastEventId() {
        return lastEventId;
    }

    private void read() {
        var data = new StringBuilder();
        try {
            lines.forEach(line -> {
                if (line.startsWith("id:")) lastEventId = line.substring(3).trim();
                if (line.startsWith("data:")) data.append(line.substring(5).trim());
                if (!line.isEmpty()) return;
                if (!data.isEmpty()) add(parse(data.toString()));
                data.setLength(0);
            });
        } catch (UncheckedIOException | IllegalStateException e) {
            // The server went away, or close() was called: either way there is no more.
            broken = true;
        } finally {
            ended = true;
        }
    }

    private void add(JsonNode document) {
        if (!document.has("specversion")) return;
        synchronized (frames) {
            frames.add(new Frame(lastEventId, document));
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
