package io.rtcroom.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    /** Clients switch on these: a line may be added, never changed or removed. */
    private static final List<String> PUBLISHED = List.of(
            "400 urn:rtcroom:problem:invalid-request",
            "400 urn:rtcroom:problem:unreadable-body",
            "400 urn:rtcroom:problem:value-too-long",
            "400 urn:rtcroom:problem:unknown-family",
            "400 urn:rtcroom:problem:invalid-cursor",
            "400 urn:rtcroom:problem:invalid-stream-address",
            "401 urn:rtcroom:problem:not-authenticated",
            "403 urn:rtcroom:problem:not-allowed",
            "403 urn:rtcroom:problem:muted",
            "403 urn:rtcroom:problem:message-refused",
            "404 urn:rtcroom:problem:not-found",
            "404 urn:rtcroom:problem:no-such-room",
            "404 urn:rtcroom:problem:not-a-member",
            "404 urn:rtcroom:problem:no-such-call",
            "404 urn:rtcroom:problem:not-in-call",
            "404 urn:rtcroom:problem:not-on-duty",
            "404 urn:rtcroom:problem:no-such-queue",
            "404 urn:rtcroom:problem:no-such-entry",
            "404 urn:rtcroom:problem:no-such-recording",
            "405 urn:rtcroom:problem:method-not-allowed",
            "409 urn:rtcroom:problem:room-exists",
            "409 urn:rtcroom:problem:room-full",
            "409 urn:rtcroom:problem:already-joined",
            "409 urn:rtcroom:problem:session-replaced",
            "409 urn:rtcroom:problem:illegal-call-transition",
            "409 urn:rtcroom:problem:answered-elsewhere",
            "409 urn:rtcroom:problem:user-engaged",
            "409 urn:rtcroom:problem:illegal-field-change",
            "409 urn:rtcroom:problem:call-full",
            "409 urn:rtcroom:problem:too-many-observers",
            "409 urn:rtcroom:problem:agent-open",
            "409 urn:rtcroom:problem:illegal-agent-transition",
            "409 urn:rtcroom:problem:queue-closed",
            "409 urn:rtcroom:problem:queue-full",
            "409 urn:rtcroom:problem:no-agent-on-duty",
            "409 urn:rtcroom:problem:queue-in-use",
            "409 urn:rtcroom:problem:offer-over",
            "409 urn:rtcroom:problem:too-many-endpoints",
            "409 urn:rtcroom:problem:too-late",
            "409 urn:rtcroom:problem:recording-off",
            "409 urn:rtcroom:problem:consent-needed",
            "409 urn:rtcroom:problem:illegal-recording-transition",
            "422 urn:rtcroom:problem:idempotency-key-reused",
            "413 urn:rtcroom:problem:body-too-large",
            "415 urn:rtcroom:problem:unsupported-media-type",
            "429 urn:rtcroom:problem:too-many-requests",
            "500 urn:rtcroom:problem:internal",
            "503 urn:rtcroom:problem:unavailable");

    @Test
    void aPublishedTypeNeverChanges() {
        var types = Arrays.stream(ProblemType.values())
                .map(type -> type.status() + " " + type.uri())
                .toList();

        assertEquals(PUBLISHED, types);
    }
}
