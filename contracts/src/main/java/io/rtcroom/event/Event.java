package io.rtcroom.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * One change of one subject, as a CloudEvents 1.0 JSON document with the extensions {@code seq} and {@code traceparent}.
 *
 * @param id unique per event; the same on Kafka, in the event store and on every channel
 * @param subject what changed, {@code room:{uid}} for example
 * @param seq the subject's number for this event: starts at 1 and has no gaps
 * @param time when the change was decided, by the database's clock
 * @param traceparent the trace of the request that caused it, or null
 * @param data what happened; its class is chosen by the document's {@code type}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "seq",
    "time",
    "traceparent",
    "datacontenttype",
    "data"
})
public record Event(
        UUID id,
        String subject,
        long seq,
        Instant time,
        String traceparent,
        @JsonTypeInfo(
                        use = JsonTypeInfo.Id.NAME,
                        include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
                        property = "type",
                        defaultImpl = EventData.Unknown.class)
                EventData data) {

    public Event {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(data, "data");
        traceparent = Traceparent.orNull(traceparent);
        if (seq < 1) throw new IllegalArgumentException("seq must be at least 1, not " + seq);
    }

    /** An event of nobody's trace. */
    public Event(UUID id, String subject, long seq, Instant time, EventData data) {
        this(id, subject, seq, time, null, data);
    }

    /** The same event as part of a trace; null if of none. */
    public Event in(String trace) {
        return trace == null ? this : new Event(id, subject, seq, time, trace, data);
    }

    @JsonProperty(value = "specversion", access = JsonProperty.Access.READ_ONLY)
    public String specVersion() {
        return "1.0";
    }

    @JsonProperty(value = "source", access = JsonProperty.Access.READ_ONLY)
    public String source() {
        return "/rtcroom";
    }

    @JsonProperty(value = "datacontenttype", access = JsonProperty.Access.READ_ONLY)
    public String dataContentType() {
        return "application/json";
    }

    /** The wire name of this event, such as {@code member.joined}. */
    @JsonIgnore
    public String type() {
        return data.type();
    }
}
