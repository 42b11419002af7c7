package io.rtcroom.room;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Creating and ending rooms; what shows who is inside is the member feature's. */
@Path("/v1/rooms")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
@Cancellable(false)
class RoomResource {
    private final Rooms rooms;
    private final SecurityIdentity caller;

    RoomResource(Rooms rooms, SecurityIdentity caller) {
        this.rooms = rooms;
        this.caller = caller;
    }

    @POST
    public Uni<RestResponse<RoomView>> create(
            @Valid @NotNull CreateRequest request, @RestHeader("Idempotency-Key") String idempotencyKey) {
        return rooms.create(
                        Family.of(request.family),
                        request.roomId,
                        request.roomInfo(),
                        idempotencyKey == null ? null : new IdempotencyKey(keeper(), idempotencyKey, request.text()))
                .map(room -> RestResponse.ResponseBuilder.ok(RoomView.of(room, room.members(), false))
                        .status(RestResponse.Status.CREATED)
                        .location(URI.create("/v1/rooms/" + room.uid()))
                        .build());
    }

    /** No user's id has a colon: an API key may be named like one. */
    private String keeper() {
        String name = caller.getPrincipal().getName();
        return caller.getPrincipal() instanceof Caller.ApiKey ? "key:" + name : name;
    }

    @DELETE
    @Path("/{uid}")
    public Uni<Void> destroy(@RestPath UUID uid) {
        return rooms.destroy(uid, caller.getPrincipal() instanceof Caller.User user ? user.id() : null);
    }

    /**
     * @param family {@code double}, {@code multi} or {@code live}
     * @param duplicates {@code replace} (the default), {@code refuse} or {@code allow}: who is in the room and joins again
     * @param record {@code off} (the default), {@code auto} or {@code manual}: whether members' streams are recorded
     * @param recordingConsent {@code none} (the default) or {@code required}: nobody is recorded before they say yes
     */
    record CreateRequest(
            @NotNull String family,
            String roomId,
            String info,
            String duplicates,
            String record,
            String recordingConsent) {
        RoomInfo roomInfo() {
            return new RoomInfo(info, Duplicates.of(duplicates), RecordingPolicy.of(record, recordingConsent));
        }

        String text() {
            return "create " + family + "/" + roomId + " " + info + (duplicates == null ? "" : " " + duplicates)
                    + (record == null ? "" : " " + record)
                    + (recordingConsent == null ? "" : " " + recordingConsent);
        }
    }
}
