package io.rtcroom.system;

import java.net.http.HttpRequest;
import java.util.Map;

/** A caller of {@code /v1}, known by the headers it sends. */
final class V1Client {
    private final String origin;
    private final Map<String, String> headers;

    private V1Client(String origin, Map<String, String> headers) {
        this.origin = origin;
        this.headers = headers;
    }

    /** @param credential a user's token or an API key */
    V1Client(String origin, String credential) {
        this(origin, Map.of("Authorization", "Bearer " + credential));
    }

    static V1Client anonymous(String origin) {
        return new V1Client(origin, Map.of());
    }

    static V1Client service(String origin) {
        return new V1Client(origin, Map.of("X-RTCRoom-Internal-Key", Deployment.INTERNAL_KEY));
    }

    /** A user whose token a back end asked for. */
    static V1Client user(Stack stack, String userId) {
        return new V1Client(stack.origin(), token(stack, userId));
    }

    /** The same credential, on a stack that was started again. */
    V1Client at(String newOrigin) {
        return new V1Client(newOrigin, headers);
    }

    static String token(Stack stack, String userId) {
        return stack.backEnd()
                .post("/v1/tokens", "{\"userId\":\"" + userId + "\"}")
                .hasStatus(201)
                .text("token");
    }

    Answer createRoom(String family, String roomId) {
        return post("/v1/rooms", "{\"family\":\"" + family + "\",\"roomId\":\"" + roomId + "\",\"info\":\"\"}");
    }

    Answer room(String uid) {
        return get("/v1/rooms/" + uid);
    }

    Answer find(String family, String roomId) {
        return get("/v1/rooms?family=" + family + "&roomId=" + roomId);
    }

    Answer join(String uid) {
        return join(uid, "");
    }

    Answer join(String uid, String userName) {
        return post("/v1/rooms/" + uid + "/members", "{\"userName\":\"" + userName + "\"}");
    }

    Answer leave(String uid, String userId) {
        return delete("/v1/rooms/" + uid + "/members/" + userId);
    }

    /** @param session the number that a join answered */
    Answer leave(String uid, String userId, String session) {
        return delete("/v1/rooms/" + uid + "/members/" + userId + "?session=" + session);
    }

    Answer members(String uid) {
        return get("/v1/rooms/" + uid + "/members");
    }

    Answer heartbeat(String uid, String session) {
        return post("/v1/rooms/" + uid + "/heartbeat", "{\"session\":\"" + session + "\"}");
    }

    Answer get(String path) {
        return Http.send(request(path).GET());
    }

    Answer delete(String path) {
        return Http.send(request(path).DELETE());
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    /** The status, or 0 if there was no answer; for what need not arrive. */
    int tryPost(String path, String json) {
        try {
            return post(path, json).status();
        } catch (Http.NoAnswerException e) {
            return 0;
        }
    }

    Answer send(String method, String path, String contentType, String body) {
        var request = request(path).method(method, Http.publisher(body));
        return Http.send(contentType == null ? request : request.header("Content-Type", contentType));
    }

    /** Opens the caller's event stream, from after {@code lastEventId} if that is not null. */
    EventStream events(String lastEventId) {
        return events("/v1/events", lastEventId);
    }

    EventStream events(String path, String lastEventId) {
        var request = request(path).header("Accept", "text/event-stream");
        if (lastEventId != null) request.header("Last-Event-ID", lastEventId);
        return new EventStream(request);
    }

    private HttpRequest.Builder request(String path) {
        var request = Http.to(origin + path);
        headers.forEach(request::header);
        return request;
    }
}
