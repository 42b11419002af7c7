package io.rtcroom.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How things stand at one moment: what a client goes on from that cannot be told every event since its cursor.
 *
 * @param subjects what the caller follows
 */
@RegisterForReflection
public record Snapshot(List<Subject> subjects) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param seq the number of its last event; the next one that comes is the following
     * @param room of a room that lives: its name, info and members
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Subject(String subject, long seq, @JsonRawValue @Schema(implementation = Room.class) String room) {}

    /** What {@code room} holds. The database writes it; this is for the API's description. */
    public record Room(String family, String roomId, String info, String creator, List<Member> members) {}

    public record Member(String userId, String userName, String userAvatar, String streamId) {}

    public String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
