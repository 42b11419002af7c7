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
        if (endpoint.contains("/agent_room/")) return askAtDesk(name);
        if (endpoint.contains("/live_room/")) return askAtShow(name);
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

    /** Ann is on duty, or waits where nobody is. */
    private Answer askAtDesk(String name) {
        String queue = Names.user("q").replace('_', '-').toLowerCase(java.util.Locale.ROOT);
        stack.backEnd()
                .send("PUT", "/v1/queues/" + queue, "application/json", "{\"acceptsUnstaffed\":true}")
                .hasStatus(200);
        OldClient desk = ann.in(stack, "agent_room");
        String ticket = "";
        if (name.equals("poll") || name.equals("cancel"))
            ticket = Patience.until(() -> desk.call("call", desk.body().put("group", queue)))
                    .hasCode(0)
                    .text("ticketID");
        else if (!name.equals("open") && !name.equals("call"))
            desk.call("open", desk.body().put("group", queue)).hasCode(0);
        OldClient caller = caller().in(stack, "agent_room");
        var body = caller.body()
                .put("userID", principal.equals("Another's body") ? ann.userId : caller.userId)
                .put("group", queue)
                .put("state", "CLOSE")
                .put("callID", "00000000-0000-0000-0000-000000000001")
                .put("ticketID", ticket);
        return Patience.until(() -> caller.call(name, body));
    }

    /** Ann's. */
    private Answer askAtShow(String name) {
        String show = Names.room();
        Patience.until(() -> ann.in(stack, OldClient.LIVE).enter(show)).hasCode(0);
        OldClient caller = caller().in(stack, OldClient.LIVE);
        var body = caller.body()
                .put("userID", principal.equals("Another's body") ? ann.userId : caller.userId)
                .put("roomID", show)
                .put("fieldName", "praise")
                .put("operation", "inc")
                .put("userInfo", "")
                .put("mergeParams", "{}");
        return caller.call(name, body);
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
