package io.rtcroom.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.UserId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What is recorded in a room. */
@Path("/v1/rooms/{uid}/recordings")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
@Cancellable(false)
class RoomRecordingResource {
    private static final UUID FIRST = new UUID(0, 0);

    private final Recordings recordings;
    private final RecordingTable table;
    private final SecurityIdentity caller;

    RoomRecordingResource(Recordings recordings, RecordingTable table, SecurityIdentity caller) {
        this.recordings = recordings;
        this.table = table;
        this.caller = caller;
    }

    /** Begins, or waits for a slot; if the member is being recorded already, this is that recording. */
    @POST
    public Uni<RestResponse<RecordingView>> start(@RestPath UUID uid, @Valid @NotNull StartRequest request) {
        return recordings
                .start(uid, new UserId(request.userId).value(), request.streamId, userId())
                .map(recording -> RestResponse.status(RestResponse.Status.CREATED, RecordingView.of(recording)));
    }

    /** Of a room that is gone too; users see what records them or their rooms. */
    @GET
    public Uni<PageView> list(
            @RestPath UUID uid, @RestQuery String after, @RestQuery @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return table.page(uid, cursor(after), userId(), limit).map(page -> PageView.of(page, limit));
    }

    private static UUID cursor(String after) {
        try {
            return after == null ? FIRST : UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw ProblemException.ofField(ProblemType.INVALID_CURSOR, "after", "after must be a page's next");
        }
    }

    /** Null for a back end. */
    private String userId() {
        return caller.getPrincipal() instanceof Caller.User user ? user.id() : null;
    }

    /**
     * @param userId the member to be recorded
     * @param streamId which of their streams, should they be in the room by several devices; the oldest without it
     */
    record StartRequest(@NotNull String userId, @Pattern(regexp = "[A-Za-z0-9_-]{1,128}") String streamId) {}

    /** @param next for the next page's {@code after}; absent on the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageView(List<RecordingView> items, UUID next) {
        static PageView of(List<Recording> page, int limit) {
            return new PageView(
                    page.stream().map(RecordingView::of).toList(),
                    page.size() < limit ? null : page.getLast().id());
        }
    }
}
