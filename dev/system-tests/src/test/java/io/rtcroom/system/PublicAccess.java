package io.rtcroom.system;

/** How each public endpoint of docs/access.md is asked, about Ann's room and Ann's tokens. */
final class PublicAccess {
    private static final String WEBHOOK = "{\"url\":\"https://example.invalid/hook\",\"types\":[\"never.happens\"]}";

    private static final String UNSIGNED = "{\"t\":\"1893456600\",\"sign\":\"0\",\"event_type\":1}";

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
            case "POST /hooks/tencent" -> caller.post("/hooks/tencent", UNSIGNED);
            case "POST /hooks/tencent-im" -> caller.post("/hooks/tencent-im?SdkAppid=1400000000&Sign=0", "{}");
            case "GET /v1/events" ->
                caller.get("/v1/events" + (ofOneSubject ? "?subject=room:" + scene.roomUid() : ""));
            case "POST /v1/messages" -> caller.post("/v1/messages", message());
            case "GET /v1/messages" -> caller.get("/v1/messages?chat=" + chat());
            case "DELETE /v1/messages/{chat}/{seq}" -> caller.delete("/v1/messages/" + chat() + "/" + annsMessage());
            case "PUT /v1/messages/{chat}/mutes/{userId}" ->
                caller.send("PUT", muteOfBob(), "application/json", "{\"seconds\":60}");
            case "DELETE /v1/messages/{chat}/mutes/{userId}" -> caller.delete(muteOfBob());
            default -> {
                if (endpoint.contains("/recording")) yield askOfRecording(endpoint);
                if (endpoint.contains(" /v1/calls")) yield askOfCall(endpoint);
                if (endpoint.matches(".*/(audience|fields)\\b.*")) yield askOfShow(endpoint);
                if (endpoint.matches(".* /v1/(agents|offers|queues).*"))
                    yield new AgentAccess(stack, scene, caller).ask(endpoint);
                yield endpoint.contains(" /v1/webhooks") ? askOfWebhook(endpoint) : unknown(endpoint);
            }
        };
    }

    private Answer askOfRecording(String endpoint) {
        String uid = scene.ann()
                .post("/v1/rooms", "{\"family\":\"multi\",\"roomId\":\"" + Names.room() + "\",\"record\":\"manual\"}")
                .hasStatus(201)
                .text("uid");
        Patience.until(() -> scene.ann().join(uid)).hasStatus(201);
        String room = "/v1/rooms/" + uid;
        String start = "{\"userId\":\"" + scene.annId() + "\"}";
        if (endpoint.equals("GET /v1/rooms/{uid}/recordings")) return caller.get(room + "/recordings");
        if (endpoint.equals("POST /v1/rooms/{uid}/recordings")) return caller.post(room + "/recordings", start);
        if (endpoint.endsWith("/recording-consent"))
            return caller.send(endpoint.replaceFirst(" .*", ""), room + "/recording-consent", null, "");
        String recording = "/v1/recordings/"
                + scene.ann().post(room + "/recordings", start).hasStatus(201).text("id");
        return switch (endpoint) {
            case "GET /v1/recordings/{id}" -> caller.get(recording);
            case "POST /v1/recordings/{id}/stop" -> caller.post(recording + "/stop", "");
            case "DELETE /v1/recordings/{id}" -> caller.delete(recording);
            default -> unknown(endpoint);
        };
    }

    private Answer askOfShow(String endpoint) {
        String show = "/v1/rooms/" + annsShow();
        String ann = show + "/audience/" + scene.annId();
        return switch (endpoint) {
            case "GET /v1/rooms/{uid}/audience" -> caller.get(show + "/audience");
            case "PUT /v1/rooms/{uid}/audience/{userId}" -> caller.send("PUT", ann, "application/json", "{}");
            case "DELETE /v1/rooms/{uid}/audience/{userId}" -> caller.delete(ann);
            case "GET /v1/rooms/{uid}/fields" -> caller.get(show + "/fields");
            case "POST /v1/rooms/{uid}/fields/{name}" ->
                caller.post(show + "/fields/praise", "{\"operation\":\"inc\"}");
            default -> unknown(endpoint);
        };
    }

    private String annsShow() {
        String uid = scene.ann().createRoom("live", Names.room()).hasStatus(201).text("uid");
        Patience.until(() -> scene.ann().join(uid)).hasStatus(201);
        return uid;
    }

    private Answer askOfCall(String endpoint) {
        String invite = "{\"to\":[\"" + Names.user("callee") + "\"]}";
        if (endpoint.equals("GET /v1/calls")) return caller.get("/v1/calls");
        if (endpoint.equals("POST /v1/calls")) return Patience.until(() -> caller.post("/v1/calls", invite));
        String call = "/v1/calls/" + annsCall(invite);
        return switch (endpoint) {
            case "GET /v1/calls/{id}" -> caller.get(call);
            case "GET /v1/calls/{id}/timeline" -> caller.get(call + "/timeline");
            case "POST /v1/calls/{id}/accept" -> Patience.until(() -> caller.post(call + "/accept", "{}"));
            case "POST /v1/calls/{id}/decline" -> caller.post(call + "/decline", "");
            case "POST /v1/calls/{id}/cancel" -> caller.post(call + "/cancel", "");
            case "POST /v1/calls/{id}/hangup" -> caller.post(call + "/hangup", "");
            case "POST /v1/calls/{id}/invitees" ->
                caller.post(call + "/invitees", "{\"to\":[\"" + Names.user("more") + "\"]}");
            case "POST /v1/calls/{id}/heartbeat" -> caller.post(call + "/heartbeat", "");
            case "POST /v1/calls/{id}/observers" ->
                caller.post(call + "/observers", "{\"userId\":\"" + Names.user("listener") + "\"}");
            case "POST /v1/calls/{id}/transfer" ->
                caller.post(call + "/transfer", "{\"agent\":\"" + Names.user("agent") + "\"}");
            case "DELETE /v1/calls/{id}/transfer" -> caller.delete(call + "/transfer");
            case "POST /v1/calls/{id}/transfer/complete" -> caller.post(call + "/transfer/complete", "");
            default -> unknown(endpoint);
        };
    }

    private String annsCall(String invite) {
        return Patience.until(() -> scene.ann().post("/v1/calls", invite))
                .hasStatus(201)
                .json()
                .at("/call/id")
                .asText();
    }

    private Answer askOfWebhook(String endpoint) {
        String webhook = "/v1/webhooks/" + webhookId();
        return switch (endpoint) {
            case "POST /v1/webhooks" -> caller.post("/v1/webhooks", WEBHOOK);
            case "GET /v1/webhooks" -> caller.get("/v1/webhooks");
            case "GET /v1/webhooks/{id}" -> caller.get(webhook);
            case "PUT /v1/webhooks/{id}" ->
                caller.send("PUT", webhook, "application/json", WEBHOOK.replace("}", ",\"enabled\":true}"));
            case "DELETE /v1/webhooks/{id}" -> caller.delete(webhook);
            case "POST /v1/webhooks/{id}/secret" -> caller.post(webhook + "/secret", "");
            case "POST /v1/webhooks/{id}/test" -> caller.post(webhook + "/test", "");
            case "GET /v1/webhooks/{id}/deliveries" -> caller.get(webhook + "/deliveries");
            case "POST /v1/webhooks/{id}/deliveries/{deliveryId}/replay" ->
                caller.post(webhook + "/deliveries/" + deliveryId(webhook) + "/replay", "");
            case "POST /v1/webhooks/{id}/replay" ->
                caller.post(webhook + "/replay", "{\"since\":\"" + java.time.Instant.now() + "\"}");
            default -> unknown(endpoint);
        };
    }

    private static Answer unknown(String endpoint) {
        throw new AssertionError("docs/access.md lists what nobody knows how to ask: " + endpoint);
    }

    private String chat() {
        return "chat:" + scene.roomUid();
    }

    private String message() {
        return "{\"roomUid\":\"" + scene.roomUid() + "\",\"text\":\"hello\",\"clientMsgId\":\"" + Names.user("m")
                + "\"}";
    }

    private String annsMessage() {
        return Patience.until(() -> scene.ann().post("/v1/messages", message()))
                .hasStatus(201)
                .text("seq");
    }

    private String muteOfBob() {
        return "/v1/messages/" + chat() + "/mutes/" + scene.bobId();
    }

    private V1Client webhooks() {
        return new V1Client(stack.origin(), Deployment.apiKey("webhooks"));
    }

    private String webhookId() {
        return webhooks()
                .post("/v1/webhooks", WEBHOOK)
                .hasStatus(201)
                .json()
                .path("endpoint")
                .path("id")
                .asText();
    }

    private String deliveryId(String webhook) {
        webhooks().post(webhook + "/test", "").hasStatus(202);
        return webhooks()
                .get(webhook + "/deliveries")
                .hasStatus(200)
                .texts("items", "id")
                .getFirst();
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
