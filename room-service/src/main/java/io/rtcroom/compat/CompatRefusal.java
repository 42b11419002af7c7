package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;

/** A refusal whose old answer says more than code and message. */
class CompatRefusal extends ProblemException {
    private static final long serialVersionUID = 1;

    private final transient ObjectNode extra;

    private CompatRefusal(ProblemType type, String message, ObjectNode extra) {
        super(type, "%s", message);
        this.extra = extra;
    }

    /** @param reason the inner numbers of protocol.md §4: 1 another's token, 2 none at all, 3 not logged in, 4 missing */
    static CompatRefusal ofLogin(int reason, String message) {
        return new CompatRefusal(ProblemType.NOT_AUTHENTICATED, message, fields().put("reason", reason));
    }

    /** The originals name the room that exists. */
    static CompatRefusal ofTakenRoom(String message, String roomId) {
        return new CompatRefusal(ProblemType.ROOM_EXISTS, message, fields().put("roomID", roomId));
    }

    ObjectNode extra() {
        return extra;
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }
}
