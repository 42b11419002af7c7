package io.rtcroom.system;

/** How each internal endpoint of docs/access.md is asked, on the service's own port. */
final class InternalAccess {
    private static final String ORDER = "{\"server\":\"nowhere\",\"streamId\":\"8888_ann_1a2b3c4d\"}";
    private static final String FILE = "server=nowhere&file=8888_ann_1a2b3c4d-1.flv";

    private final Scene scene;
    private final V1Client urlService;
    private final V1Client notifyService;
    private final V1Client roomService;

    InternalAccess(Stack stack, String principal) {
        scene = new Scene(stack);
        urlService = scene.caller(principal, stack.serviceOrigin("url-service-1"));
        notifyService = scene.caller(principal, stack.serviceOrigin("notify-service-1"));
        roomService = scene.caller(principal, stack.serviceOrigin("room-service-1"));
    }

    Answer ask(String endpoint) {
        return switch (endpoint) {
            case "POST /internal/streams" -> urlService.post("/internal/streams", "{\"userId\":\"ann\"}");
            case "POST /internal/streams/verify" ->
                urlService.post(
                        "/internal/streams/verify", "{\"userId\":\"ann\",\"pushUrl\":\"" + annsPushUrl() + "\"}");
            case "POST /internal/streams/renew" ->
                urlService.post(
                        "/internal/streams/renew",
                        "{\"userId\":\"ann\",\"streamId\":\""
                                + StreamAddress.parse(annsPushUrl()).streamId() + "\"}");
            case "GET /internal/streams/test" -> urlService.get("/internal/streams/test");
            case "GET /internal/streams/clock" -> urlService.get("/internal/streams/clock");
            case "POST /internal/streams/live" ->
                urlService.post("/internal/streams/live", "{\"streamIds\":[\"8888_ann_1a2b3c4d\"]}");
            case "POST /internal/recordings/start" -> urlService.post("/internal/recordings/start", ORDER);
            case "POST /internal/recordings/stop" -> urlService.post("/internal/recordings/stop", ORDER);
            case "GET /internal/recordings/file" -> urlService.get("/internal/recordings/file?" + FILE);
            case "DELETE /internal/recordings/file" -> urlService.delete("/internal/recordings/file?" + FILE);
            case "POST /internal/mixes" -> urlService.post("/internal/mixes", "{\"order\":\"{}\"}");
            case "POST /hooks/nginx-rtmp/{secret}/{server}" -> hook("nginx-rtmp/a-wrong-secret/nginx-1");
            case "POST /hooks/srs/{secret}/{server}" -> hook("srs/a-wrong-secret/srs-1");
            case "POST /hooks/mediamtx/{secret}/{server}/auth" -> hook("mediamtx/a-wrong-secret/mtx-1/auth");
            case "POST /hooks/mediamtx/{secret}/{server}/ready" -> hook("mediamtx/a-wrong-secret/mtx-1/ready");
            case "POST /hooks/mediamtx/{secret}/{server}/not-ready" -> hook("mediamtx/a-wrong-secret/mtx-1/not-ready");
            case "GET /internal/rooms/{uid}" -> roomService.get("/internal/rooms/" + scene.roomUid());
            case "POST /internal/calls/{id}/decline" -> declineOfBob();
            case "PUT /internal/im-groups/{groupId}" ->
                notifyService.send(
                        "PUT",
                        "/internal/im-groups/" + scene.roomId(),
                        "application/json",
                        "{\"roomUid\":\"" + scene.roomUid() + "\"}");
            case "POST /internal/im-tasks/replay" -> notifyService.post("/internal/im-tasks/replay", "");
            default -> throw new AssertionError("docs/access.md lists what nobody knows how to ask: " + endpoint);
        };
    }

    private Answer declineOfBob() {
        String call = Patience.until(() -> scene.ann().post("/v1/calls", "{\"to\":[\"" + scene.bobId() + "\"]}"))
                .hasStatus(201)
                .json()
                .at("/call/id")
                .asText();
        return roomService.post("/internal/calls/" + call + "/decline", "{\"userId\":\"" + scene.bobId() + "\"}");
    }

    private Answer hook(String path) {
        return urlService.post("/hooks/" + path, "{}");
    }

    private static String annsPushUrl() {
        return StreamAddress.sign(Deployment.PUSH_HOST, "8888_ann_1a2b3c4d", 1893456000);
    }
}
