package io.rtcroom.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.event.EventJson.UndecodableEventException;
import java.time.Instant;
import java.util.UUID;

/**
 * What a media server reported about one publish of a stream, on the topic {@code stream-events}. It is evidence, not a
 * change of state, and so it has no number: a publish is known by its server and client, and an end names the one it ends.
 *
 * @param type {@link #PUBLISHED}, {@link #CONFIRMED}, {@link #ENDED} or {@link #RECORDED}; others are to be skipped
 * @param server the media server's name, unique in the deployment
 * @param clientId the media server's name for the publisher's connection
 * @param at when the media server said so, or when it was heard where it gives no time
 * @param file what was recorded; null unless the type says that something was
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamEvent(
        UUID id,
        String type,
        String streamId,
        String userId,
        String server,
        String clientId,
        Instant at,
        RecordedFile file) {
    /** A publisher has come. */
    public static final String PUBLISHED = "stream.published";
    /** The publisher is still there; told every few seconds. */
    public static final String CONFIRMED = "stream.confirmed";
    /** The publisher has gone. */
    public static final String ENDED = "stream.ended";
    /** A file with a part of the stream is complete. */
    public static final String RECORDED = "stream.recorded";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** An event without a file. */
    public StreamEvent(
            UUID id, String type, String streamId, String userId, String server, String clientId, Instant at) {
        this(id, type, streamId, userId, server, clientId, at, null);
    }

    public String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws UndecodableEventException if the text says nothing of a publish */
    public static StreamEvent read(String json) {
        try {
            StreamEvent event = MAPPER.readValue(json, StreamEvent.class);
            if (event == null || event.isIncomplete()) throw new UndecodableEventException("a part is missing", null);
            return event;
        } catch (JsonProcessingException e) {
            throw new UndecodableEventException(e.getOriginalMessage(), e);
        }
    }

    private boolean isIncomplete() {
        return type == null
                || streamId == null
                || server == null
                || clientId == null
                || at == null
                || (type.equals(RECORDED) && (file == null || file.name() == null));
    }

    /**
     * A complete file.
     *
     * @param name in the folder of the media server, or where the vendor serves it
     * @param size in bytes; null if nobody could say
     * @param durationMillis null if nobody could say
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecordedFile(String name, Long size, Long durationMillis) {}
}
