package io.rtcroom.problem;

/** The catalogue of refusals. The wire name is the constant in lower case with dashes. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    UNREADABLE_BODY(400, "The body is not readable"),
    VALUE_TOO_LONG(400, "A value is too long"),
    UNKNOWN_FAMILY(400, "There is no such room family"),
    INVALID_CURSOR(400, "The cursor is not one of ours"),
    INVALID_STREAM_ADDRESS(400, "The stream address was not issued to the caller by this deployment"),
    NOT_AUTHENTICATED(401, "A valid token is needed"),
    NOT_ALLOWED(403, "The caller may not do this"),
    MUTED(403, "The user is muted in the chat"),
    MESSAGE_REFUSED(403, "The message was refused before it was sent"),
    NOT_FOUND(404, "There is no such resource"),
    NO_SUCH_ROOM(404, "There is no such room"),
    NOT_A_MEMBER(404, "The user is not a member of the room"),
    NO_SUCH_CALL(404, "There is no such call for the caller"),
    NOT_IN_CALL(404, "The user is not in the call"),
    NOT_ON_DUTY(404, "The user is not on duty as an agent"),
    NO_SUCH_QUEUE(404, "There is no such queue"),
    NO_SUCH_ENTRY(404, "There is no such place in the queue"),
    NO_SUCH_RECORDING(404, "There is no such recording for the caller"),
    METHOD_NOT_ALLOWED(405, "The resource has no such method"),
    ROOM_EXISTS(409, "A live room of the family has this name"),
    ROOM_FULL(409, "The room is full"),
    ALREADY_JOINED(409, "The user is in the room by another session"),
    SESSION_REPLACED(409, "A newer session took this one's place"),
    ILLEGAL_CALL_TRANSITION(409, "The call is in a state that does not allow this"),
    ANSWERED_ELSEWHERE(409, "Another device of the user has answered"),
    USER_ENGAGED(409, "The user is engaged already"),
    ILLEGAL_FIELD_CHANGE(409, "The field does not allow this change"),
    CALL_FULL(409, "The call is full"),
    TOO_MANY_OBSERVERS(409, "As many listen to the call as may"),
    AGENT_OPEN(409, "The agent is on duty already"),
    ILLEGAL_AGENT_TRANSITION(409, "The agent is in a state that does not allow this"),
    QUEUE_CLOSED(409, "The queue is outside its hours"),
    QUEUE_FULL(409, "The queue is full"),
    NO_AGENT_ON_DUTY(409, "No agent of the queue is on duty"),
    QUEUE_IN_USE(409, "Callers wait in the queue"),
    OFFER_OVER(409, "The offer is not open"),
    TOO_MANY_ENDPOINTS(409, "The key has as many endpoints as it may"),
    TOO_LATE(409, "It is too late for that"),
    RECORDING_OFF(409, "Nothing is recorded in the room"),
    CONSENT_NEEDED(409, "The user has not consented to being recorded"),
    ILLEGAL_RECORDING_TRANSITION(409, "The recording is in a state that does not allow this"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Something unexpected happened"),
    UNAVAILABLE(503, "A part this request needs is not reachable");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The {@code type} member of the problem document. */
    public String uri() {
        return "urn:rtcroom:problem:"
                + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
