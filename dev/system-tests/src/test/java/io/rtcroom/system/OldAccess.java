package io.rtcroom.system;

/** How each call of the old dialect in docs/access.md is made: by Ann, whose room it is, or by Eve. */
final class OldAccess {
    private final Stack stack;
    private final String principal;
    private final String room = Names.room();
    private final OldClient ann;
    private final OldClient eve;

    OldAccess(Stack stack, String principal) {
        this.stack = stack;
        this.principal = principal;
        ann = OldClient.entered(stack, OldClient.MULTI, room);
        eve = OldClient.login(stack, OldClient.MULTI, Names.user("eve"));
    }

    Answer ask(String endpoint) {
        String name = endpoint.substring(endpoint.lastIndexOf('/') + 1);
        return switch (name) {
            case "get_login_info", "get_test_pushurl", "get_test_rtmpaccurl" ->
                Http.get(stack.origin() + "/weapp/utils/" + name);
            case "login" ->
                OldClient.login(
                        OldClient.domain(stack, OldClient.MULTI),
                        ann.userId,
                        principal.equals("No token") ? "" : OldClient.userSig(ann.userId));
            case "add_pusher" -> call(name, victim().pushUrl(room));
            case "create_room" -> call(name, "", Names.room());
            default -> call(name, "");
        };
    }

    private Answer call(String name, String pushUrl) {
        return call(name, pushUrl, room);
    }

    private Answer call(String name, String pushUrl, String roomId) {
        OldClient caller = caller();
        return caller.call(
                name,
                caller.body()
                        .put("userID", principal.equals("Another's body") ? ann.userId : caller.userId)
                        .put("roomID", roomId)
                        .put("roomInfo", "")
                        .put("userName", "name")
                        .put("userAvatar", "123")
                        .put("pushURL", pushUrl));
    }

    /** Whose address add_pusher shows: always the caller's own, so that only the right to call is in question. */
    private OldClient victim() {
        return caller().userId.equals(eve.userId) ? eve : ann;
    }

    private OldClient caller() {
        return switch (principal) {
            case "No token" -> ann.withToken("");
            case "User, own" -> ann;
            case "User, another's room", "Another's body" -> eve;
            case "Another's token" -> ann.withToken(eve.token);
            case "API key" -> ann.withToken(Deployment.apiKey("rooms"));
            default -> throw new AssertionError("an unknown column of docs/access.md: " + principal);
        };
    }
}
