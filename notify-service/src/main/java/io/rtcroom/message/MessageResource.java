package io.rtcroom.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.event.Event;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Text messages. What is answered is the event itself, as every channel shows it. */
@Path("/v1/messages")
@RolesAllowed(Scope.USER_ROLE)
@Produces(MediaType.APPLICATION_JSON)
@Cancellable(false)
class MessageResource {
    private static final int MAX_LIMIT = 100;

    private final Messages messages;
    private final Mutes mutes;
    private final ChatHistory history;
    private final MessageConfig config;
    private final SecurityIdentity identity;

    MessageResource(
            Messages messages, Mutes mutes, ChatHistory history, MessageConfig config, SecurityIdentity identity) {
        this.messages = messages;
        this.mutes = mutes;
        this.history = history;
        this.config = config;
        this.identity = identity;
    }

    @POST
    @Operation(summary = "Send a message; the same clientMsgId again answers 200 and the first one")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Event.class)))
    public Uni<RestResponse<String>> send(@Valid @NotNull SendRequest request) {
        return messages.send(request.draft(userId()))
                .map(sent -> RestResponse.ResponseBuilder.ok(sent.event().payload(), MediaType.APPLICATION_JSON)
                        .status(sent.fresh() ? RestResponse.Status.CREATED : RestResponse.Status.OK)
                        .build());
    }

    @GET
    @RolesAllowed({Scope.USER_ROLE, Scope.EVENTS_ROLE})
    @Operation(summary = "A chat's events that the caller may read, newest first")
    public Uni<PageView> page(
            @RestQuery @NotNull String chat,
            @RestQuery @Min(1) Long before,
            @RestQuery @DefaultValue("50") @Min(1) @Max(MAX_LIMIT) int limit) {
        return history.page(Chat.parse(chat), userId(), before == null ? Long.MAX_VALUE : before, limit)
                .map(PageView::of);
    }

    @DELETE
    @Path("/{chat}/{seq}")
    @RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
    @Operation(summary = "Take a message back: the sender for a while, the room's creator and back ends at any time")
    public Uni<Void> recall(@RestPath String chat, @RestPath @Min(1) long seq) {
        return messages.recall(Chat.parse(chat), seq, userId());
    }

    @PUT
    @Path("/{chat}/mutes/{userId}")
    @RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
    @Operation(summary = "Let somebody not write in a room for a while: its creator and back ends")
    public Uni<Void> mute(
            @RestPath String chat,
            @RestPath @Pattern(regexp = Chat.USER_ID) String userId,
            @Valid @NotNull MuteRequest request) {
        return mutes.mute(Chat.parse(chat), userId, request.duration(config), userId());
    }

    @DELETE
    @Path("/{chat}/mutes/{userId}")
    @RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
    @Operation(summary = "Let somebody write again")
    public Uni<Void> unmute(@RestPath String chat, @RestPath @Pattern(regexp = Chat.USER_ID) String userId) {
        return mutes.unmute(Chat.parse(chat), userId, userId());
    }

    /** Null for a back end. */
    private String userId() {
        return identity.getPrincipal() instanceof Caller.User user ? user.id() : null;
    }

    /**
     * @param items the events as they are stored; of a recalled message without its text
     * @param next for the next page's {@code before}; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageView(
            @JsonRawValue @Schema(type = SchemaType.ARRAY, implementation = Event.class) String items, Long next) {
        static PageView of(ChatHistory.Page page) {
            return new PageView("[" + String.join(",", page.documents()) + "]", page.next());
        }
    }

    record MuteRequest(@NotNull @Min(1) Long seconds) {
        Duration duration(MessageConfig config) {
            return Limits.atMost("seconds", Duration.ofSeconds(seconds), config.longestMute());
        }
    }
}
