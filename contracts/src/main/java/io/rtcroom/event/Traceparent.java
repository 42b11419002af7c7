package io.rtcroom.event;

import io.opentelemetry.api.trace.Span;
import java.util.regex.Pattern;

/**
 * The trace that a piece of work belongs to, as W3C's Trace Context writes it. It goes the way of the event: from the
 * request into the outbox, with the record to Kafka, and in the document to whoever is told (docs/decisions/0011).
 */
public final class Traceparent {
    /** The header's name on HTTP and on Kafka, and the attribute's in a CloudEvents document. */
    public static final String NAME = "traceparent";

    private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private Traceparent() {}

    /** The text if it is one, for it goes on into headers; else null. */
    static String orNull(String text) {
        return text != null && FORM.matcher(text).matches() ? text : null;
    }

    /** Of what is being done here and now; null where nobody traces it. */
    public static String current() {
        var span = Span.current().getSpanContext();
        if (!span.isValid()) return null;
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }
}
