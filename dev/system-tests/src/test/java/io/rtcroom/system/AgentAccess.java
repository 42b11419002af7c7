package io.rtcroom.system;

/** How the endpoints of agents and queues in docs/access.md are asked: Ann is on duty, or Ann waits. */
final class AgentAccess {
    private static final String SETTINGS = "{\"acceptsUnstaffed\":true}";

    private final Stack stack;
    private final Scene scene;
    private final V1Client caller;
    private final String queue = Names.user("q").replace('_', '-').toLowerCase(java.util.Locale.ROOT);

    AgentAccess(Stack stack, Scene scene, V1Client caller) {
        this.stack = stack;
        this.scene = scene;
        this.caller = caller;
    }

    Answer ask(String endpoint) {
        stack.backEnd()
                .send("PUT", "/v1/queues/" + queue, "application/json", SETTINGS)
                .hasStatus(200);
        if (endpoint.contains("/v1/agents")) return askOfDuty(endpoint);
        return endpoint.contains("/entries") ? askOfEntry(endpoint) : askOfQueue(endpoint);
    }

    private Answer askOfDuty(String endpoint) {
        String shift = "{\"queues\":[\"" + queue + "\"]}";
        if (endpoint.startsWith("PUT")) return caller.send("PUT", "/v1/agents/me", "application/json", shift);
        scene.ann().send("PUT", "/v1/agents/me", "application/json", shift).hasStatus(200);
        return switch (endpoint) {
            case "GET /v1/agents/me" -> caller.get("/v1/agents/me");
            case "DELETE /v1/agents/me" -> caller.delete("/v1/agents/me");
            case "POST /v1/agents/me/break" -> caller.post("/v1/agents/me/break", "{\"reason\":\"lunch\"}");
            case "POST /v1/agents/me/ready" -> caller.post("/v1/agents/me/ready", "");
            case "POST /v1/agents/me/heartbeat" -> caller.post("/v1/agents/me/heartbeat", "");
            case "POST /v1/agents/me/guests" ->
                caller.post("/v1/agents/me/guests", "{\"userId\":\"" + scene.bobId() + "\"}");
            default -> throw new AssertionError("nobody knows how to ask: " + endpoint);
        };
    }

    private Answer askOfEntry(String endpoint) {
        String entries = "/v1/queues/" + queue + "/entries";
        if (endpoint.endsWith("/entries")) return Patience.until(() -> caller.post(entries, "{}"));
        String entry = entries + "/"
                + Patience.until(() -> scene.ann().post(entries, "{}"))
                        .hasStatus(201)
                        .text("id");
        return switch (endpoint) {
            case "GET /v1/queues/{queue}/entries/{id}" -> caller.get(entry);
            case "POST /v1/queues/{queue}/entries/{id}/callback" -> caller.post(entry + "/callback", "");
            case "GET /v1/queues/{queue}/entries/{id}/why" -> caller.get(entry + "/why");
            case "PUT /v1/queues/{queue}/entries/{id}/priority" ->
                caller.send("PUT", entry + "/priority", "application/json", "{\"priority\":1}");
            default -> throw new AssertionError("nobody knows how to ask: " + endpoint);
        };
    }

    private Answer askOfQueue(String endpoint) {
        return switch (endpoint) {
            case "GET /v1/queues" -> caller.get("/v1/queues");
            case "GET /v1/queues/{name}" -> caller.get("/v1/queues/" + queue);
            case "PUT /v1/queues/{name}" -> caller.send("PUT", "/v1/queues/" + queue, "application/json", SETTINGS);
            case "DELETE /v1/queues/{name}" -> caller.delete("/v1/queues/" + queue);
            case "POST /v1/queues/{queue}/dry-run" -> caller.post("/v1/queues/" + queue + "/dry-run", "{}");
            case "GET /v1/offers" -> caller.get("/v1/offers");
            case "POST /v1/offers/{number}/accept" -> caller.post("/v1/offers/999999999/accept", "{}");
            case "POST /v1/offers/{number}/decline" -> caller.post("/v1/offers/999999999/decline", "");
            default -> throw new AssertionError("nobody knows how to ask: " + endpoint);
        };
    }
}
