package io.rtcroom.system;

/** How each public endpoint of docs/access.md is asked, about Ann's room and Ann's tokens. */
final class PublicAccess {
    private final Stack stack;
    private final Scene scene;
    private final V1Client caller;
    private final boolean forAnother;
    private final boolean ofOneSubject;

    PublicAccess(Stack stack, String principal) {
        this.stack = stack;
        scene = new Scene(stack);
        caller = scene.caller(principal, stack.origin());
        ofOneSubject = principal.equals("Key: events");
        forAnother = principal.equals("User, another's");
    }

    Answer ask(String endpoint) {
        String room = "/v1/rooms/" + scene.roomUid();
        return switch (endpoint) {
            case "POST /v1/tokens" -> caller.post("/v1/tokens", "{\"userId\":\"" + scene.annId() + "\"}");
            case "POST /v1/tokens/usersig" -> caller.post("/v1/tokens/usersig", userSig());
            case "DELETE /v1/tokens/current" -> caller.delete("/v1/tokens/current");
            case "DELETE /v1/tokens/{tokenId}" -> caller.delete("/v1/tokens/" + annsTokenId());
            case "POST /v1/users/{userId}/revocations" ->
                caller.post("/v1/users/" + scene.annId() + "/revocations", "");
            case "GET /v1/rooms" -> caller.find("multi", scene.roomId());
            case "POST /v1/rooms" -> caller.createRoom("double", Names.room());
            case "GET /v1/rooms/{uid}" -> caller.get(room);
            case "DELETE /v1/rooms/{uid}" -> caller.delete(room);
            case "GET /v1/rooms/{uid}/members" -> caller.get(room + "/members");
            case "POST /v1/rooms/{uid}/members" -> caller.post(room + "/members", "{}");
            case "DELETE /v1/rooms/{uid}/members/{userId}" -> caller.leave(scene.roomUid(), scene.annId());
            case "POST /v1/rooms/{uid}/heartbeat" -> caller.heartbeat(scene.roomUid(), scene.session());
            case "POST /v1/heartbeats" ->
                caller.post(
                        "/v1/heartbeats",
                        "{\"sessions\":[{\"roomUid\":\"" + scene.roomUid() + "\",\"session\":\"" + scene.session()
                                + "\"}]}");
            case "POST /v1/streams" -> caller.post("/v1/streams", "{}");
            case "GET /v1/events" ->
                caller.get("/v1/events" + (ofOneSubject ? "?subject=room:" + scene.roomUid() : ""));
            default -> throw new AssertionError("docs/access.md lists what nobody knows how to ask: " + endpoint);
        };
    }

    /** Another's UserSig is one that names somebody else than the request. */
    private String userSig() {
        String signed = forAnother ? scene.bobId() : scene.annId();
        return "{\"userId\":\"" + scene.annId() + "\",\"sdkAppId\":" + Deployment.SDK_APP_ID + ",\"userSig\":\""
                + OldClient.userSig(signed) + "\"}";
    }

    private String annsTokenId() {
        return stack.backEnd()
                .post("/v1/tokens", "{\"userId\":\"" + scene.annId() + "\"}")
                .text("tokenId");
    }
}
