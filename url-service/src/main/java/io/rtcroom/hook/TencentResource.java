package io.rtcroom.hook;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.event.StreamEvent;
import io.rtcroom.event.StreamEvent.RecordedFile;
import io.rtcroom.media.Client;
import io.rtcroom.media.MediaServers;
import io.rtcroom.sign.Role;
import io.rtcroom.sign.Streams;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * The vendor's event callbacks (protocol.md §6.6). A push is known by its sequence, the same at its start and its end, so
 * the end of an older push ends no newer one. The vendor tries again unless the answer is 200.
 */
@Path("/hooks/tencent")
@PermitAll
@Cancellable(false)
@Tag(name = "hooks", description = "Called by the vendor's platform")
class TencentResource {
    private static final long LONGEST_FILE_SECONDS = 1_000_000;

    private final TencentSignature signature;
    private final Streams streams;
    private final StreamEvents events;
    private final Clock clock;

    TencentResource(TencentSignature signature, Streams streams, StreamEvents events, Clock clock) {
        this.signature = signature;
        this.streams = streams;
        this.events = events;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "tencentCallback",
            summary = "A push has started or ended, or a file is ready; other events are only accepted")
    public Uni<AcceptedView> on(@NotNull @Valid CallbackRequest callback) {
        signature.require(callback.t, callback.sign);
        return of(callback).replaceWith(new AcceptedView(0));
    }

    private Uni<Void> of(CallbackRequest callback) {
        String type = callback.type();
        return streams.find(callback.streamId == null ? "" : callback.streamId)
                .filter(name -> type != null)
                .map(name -> events.send(type, callback.client(), name.userId(), callback.at(clock), callback.file()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /**
     * @param t epoch second after which the callback is void
     * @param sign hex MD5 of the callback key and {@code t}
     * @param eventType 1 a push has started, 0 it has ended, 100 a file is ready
     * @param fileUrl where the vendor serves the file
     * @param fileSize in bytes
     * @param duration in seconds
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record CallbackRequest(
            @NotNull @Pattern(regexp = "[0-9]{1,12}") String t,
            @NotNull @Size(max = 64) String sign,
            @JsonProperty("event_type") @NotNull Integer eventType,
            @JsonProperty("stream_id") @Size(max = 256) String streamId,
            @Size(max = 64) String sequence,
            @JsonProperty("event_time") Long eventTime,
            @JsonProperty("file_url") @Size(max = 1024) String fileUrl,
            @JsonProperty("file_size") Long fileSize,
            @PositiveOrZero @Max(LONGEST_FILE_SECONDS) Long duration) {
        String type() {
            return switch (eventType) {
                case 0 -> StreamEvent.ENDED;
                case 1 -> StreamEvent.PUBLISHED;
                case 100 -> fileUrl == null || fileUrl.isEmpty() ? null : StreamEvent.RECORDED;
                default -> null;
            };
        }

        RecordedFile file() {
            if (!StreamEvent.RECORDED.equals(type())) return null;
            return new RecordedFile(fileUrl, fileSize, duration == null ? null : duration * 1000);
        }

        Client client() {
            return new Client(MediaServers.VENDOR, sequence == null ? "" : sequence, "", Role.PUBLISH, "", streamId);
        }

        Instant at(Clock clock) {
            Instant now = clock.instant();
            if (eventTime == null || eventTime < 0 || eventTime > now.getEpochSecond()) return now;
            return Instant.ofEpochSecond(eventTime);
        }

        /** Without the signature. */
        @Override
        public String toString() {
            return eventType + " " + streamId;
        }
    }

    @RegisterForReflection
    record AcceptedView(int code) {}
}
