package io.rtcroom.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The one way an {@link Event} becomes text and back, so that golden files hold for every service. */
public final class EventJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EventJson() {}

    public static String write(Event event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is always writable: " + event.type(), e);
        }
    }

    /** @throws UndecodableEventException if the text is not an event; such a message belongs in the dead-letter topic */
    public static Event read(String json) {
        try {
            Event event = MAPPER.readValue(json, Event.class);
            if (event == null) throw new UndecodableEventException("the document is null", null);
            return event;
        } catch (JsonProcessingException e) {
            throw new UndecodableEventException(e.getOriginalMessage(), e);
        }
    }

    /** The text is not an event and never will be. */
    public static final class UndecodableEventException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** For a consumer that asks more of a document than that it can be read. */
        public UndecodableEventException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
