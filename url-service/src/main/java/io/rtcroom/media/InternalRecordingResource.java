package io.rtcroom.media;

import io.rtcroom.credential.Scope;
import io.rtcroom.event.StreamEvent.RecordedFile;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Orders of room-service, which keeps what is recorded and asks again until it has an answer. */
@Path("/internal/recordings")
@RolesAllowed(Scope.INTERNAL_ROLE)
@Cancellable(false)
@Tag(name = "internal")
@SecurityRequirement(name = "internalKey")
class InternalRecordingResource {
    private final Recorders recorders;

    InternalRecordingResource(Recorders recorders) {
        this.recorders = recorders;
    }

    @POST
    @Path("/start")
    @Operation(operationId = "startRecording", summary = "Record a stream from now on")
    public Uni<OrderedView> start(@NotNull @Valid OrderRequest request) {
        return answered(recorders.start(request.server, request.streamId, Boolean.TRUE.equals(request.anew)))
                .map(OrderedView::of);
    }

    @POST
    @Path("/stop")
    @Operation(operationId = "stopRecording", summary = "Record a stream no longer")
    public Uni<OrderedView> stop(@NotNull @Valid OrderRequest request) {
        return answered(recorders.stop(request.server, request.streamId)).map(OrderedView::of);
    }

    @GET
    @Path("/file")
    @Operation(operationId = "findRecordedFile", summary = "Size and duration of a file, where they can be found out")
    public Uni<FileView> find(
            @RestQuery @NotNull @Size(max = 64) String server, @RestQuery @NotNull @Size(max = 1024) String file) {
        return answered(recorders.find(server, file)).map(FileView::of);
    }

    @DELETE
    @Path("/file")
    @Operation(
            operationId = "deleteRecordedFile",
            summary = "Delete a file; not possible where it is not ours to delete")
    public Uni<DeletedView> delete(
            @RestQuery @NotNull @Size(max = 64) String server, @RestQuery @NotNull @Size(max = 1024) String file) {
        return answered(recorders.delete(server, file)).map(DeletedView::new);
    }

    private static <T> Uni<T> answered(Uni<T> order) {
        return order.onFailure()
                .transform(e -> new ProblemException(ProblemType.UNAVAILABLE, "the media server does not answer"));
    }

    /** @param anew whether a file that is being written already is ended before */
    record OrderRequest(
            @NotNull @Size(max = 64) String server,
            @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,128}") String streamId,
            Boolean anew) {}

    /**
     * @param outcome {@code DONE}, {@code UNCHANGED} (nobody publishes, or it was so already), {@code BY_ITSELF} (the server
     *     takes no orders, and reports what its own configuration has it record) or {@code UNSUPPORTED}
     * @param file what was begun or ended
     */
    record OrderedView(String outcome, String file) {
        static OrderedView of(Recorders.Ordered ordered) {
            return new OrderedView(ordered.outcome().name(), ordered.file());
        }
    }

    /** @param size in bytes; null if there is no such file, or nobody can say */
    record FileView(Long size, Long durationMillis) {
        static FileView of(RecordedFile file) {
            return new FileView(file.size(), file.durationMillis());
        }
    }

    record DeletedView(boolean deleted) {}
}
