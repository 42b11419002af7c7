package io.rtcroom.message;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;

/**
 * @param roomUid the room to send to, or null
 * @param to the user to send to, or null
 * @param clientMsgId chosen by the sender, unique per sender: whoever is unsure whether a message arrived sends it again
 */
record SendRequest(
        UUID roomUid,
        @Pattern(regexp = Chat.USER_ID) String to,
        @NotBlank String text,
        @NotNull @Pattern(regexp = "[A-Za-z0-9._~-]{1,64}") String clientMsgId) {

    Messages.Draft draft(String from) {
        if ((roomUid == null) == (to == null))
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, "to", "exactly one of roomUid and to must be given");
        if (from.equals(to))
            throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "to", "to must be somebody else");
        return new Messages.Draft(
                roomUid != null ? Chat.ofRoom(roomUid) : Chat.between(from, to), from, text, clientMsgId, Origin.OURS);
    }
}
