package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.problem.Outage;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import org.jboss.logging.Logger;

/** The envelope of every old answer: an integer {@code code}, 0 for success, and a {@code message} for display. */
final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);
    private static final int UNEXPECTED = -1;

    private Answers() {}

    static ObjectNode ok() {
        return of(0, "ok");
    }

    static ObjectNode refusal(Throwable failure) {
        if (Outage.isOutage(failure)) {
            LOG.warnf("dependency away: %s", failure.toString());
            return of(UNEXPECTED, "a part of the service is not reachable, try again");
        }
        if (failure instanceof CompatRefusal refusal) return of(refusal).setAll(refusal.extra());
        if (failure instanceof ProblemException problem) return of(problem);
        LOG.error("unexpected failure", failure);
        return of(UNEXPECTED, "unexpected error");
    }

    private static ObjectNode of(ProblemException problem) {
        return of(code(problem.type()), problem.getMessage());
    }

    private static ObjectNode of(int code, String message) {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    }

    /** The numbers of protocol.md §4. No default: a new refusal must be given its number here. */
    static int code(ProblemType type) {
        return switch (type) {
            case INVALID_REQUEST, UNKNOWN_FAMILY, INVALID_CURSOR, UNSUPPORTED_MEDIA_TYPE -> 1;
            case INVALID_STREAM_ADDRESS, ILLEGAL_FIELD_CHANGE -> 2;
            case NO_SUCH_ROOM, NO_SUCH_CALL, NO_SUCH_QUEUE, NO_SUCH_ENTRY, NO_SUCH_RECORDING, NOT_ALLOWED -> 3;
            case NOT_A_MEMBER, NOT_IN_CALL, NOT_ON_DUTY, SESSION_REPLACED -> 5;
            case NOT_AUTHENTICATED -> 7;
            case VALUE_TOO_LONG, UNREADABLE_BODY, BODY_TOO_LARGE -> 10;
            case ROOM_EXISTS -> 11;
            case ROOM_FULL, CALL_FULL, TOO_MANY_OBSERVERS, QUEUE_FULL -> 5001;
            case NO_AGENT_ON_DUTY, QUEUE_CLOSED -> 5002;
            case ALREADY_JOINED,
                    ILLEGAL_CALL_TRANSITION,
                    ANSWERED_ELSEWHERE,
                    USER_ENGAGED,
                    AGENT_OPEN,
                    ILLEGAL_AGENT_TRANSITION,
                    QUEUE_IN_USE,
                    OFFER_OVER,
                    RECORDING_OFF,
                    CONSENT_NEEDED,
                    ILLEGAL_RECORDING_TRANSITION -> 11;
            case NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    IDEMPOTENCY_KEY_REUSED,
                    TOO_MANY_REQUESTS,
                    MUTED,
                    MESSAGE_REFUSED,
                    TOO_MANY_ENDPOINTS,
                    TOO_LATE,
                    INTERNAL,
                    UNAVAILABLE -> UNEXPECTED;
        };
    }
}
