package io.rtcroom.system;

/** Ann in a room that she created; Bob outside of it. */
final class Scene {
    private final Stack stack;
    private final String annId = Names.user("ann");
    private final String bobId = Names.user("bob");
    private final String roomId = Names.room();
    private final V1Client ann;
    private final V1Client bob;
    private final String roomUid;
    private final String session;

    Scene(Stack stack) {
        this.stack = stack;
        ann = V1Client.user(stack, annId);
        bob = V1Client.user(stack, bobId);
        roomUid = ann.createRoom("multi", roomId).hasStatus(201).text("uid");
        session = Patience.until(() -> ann.join(roomUid)).hasStatus(201).text("session");
    }

    /** Who asks about Ann's things, by the column of docs/access.md. */
    V1Client caller(String principal, String origin) {
        return switch (principal) {
            case "Anonymous" -> V1Client.anonymous(origin);
            case "User", "User, own" -> new V1Client(origin, V1Client.token(stack, annId));
            case "User, another's" -> new V1Client(origin, V1Client.token(stack, bobId));
            case "Agent" -> new V1Client(origin, agentToken());
            case "Internal key" -> V1Client.service(origin);
            default -> new V1Client(origin, Deployment.apiKey(principal.substring("Key: ".length())));
        };
    }

    private String agentToken() {
        return stack.backEnd()
                .post("/v1/tokens", "{\"userId\":\"" + annId + "\",\"roles\":[\"agent\"]}")
                .hasStatus(201)
                .text("token");
    }

    V1Client ann() {
        return ann;
    }

    V1Client bob() {
        return bob;
    }

    String annId() {
        return annId;
    }

    String bobId() {
        return bobId;
    }

    String roomId() {
        return roomId;
    }

    String roomUid() {
        return roomUid;
    }

    String session() {
        return session;
    }
}
