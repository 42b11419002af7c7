package io.rtcroom.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.standin.UserSig;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A client of 2018 in one room family: the requests of the mini-program's {@code rtcroom.js} (protocol.md §7.2). User
 * and token go into the query unescaped, everything else and a second copy of the user into the body.
 */
final class OldClient {
    static final String DOUBLE = "double_room";
    static final String MULTI = "multi_room";
    static final String LIVE = "live_room";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DAY = 86_400;

    final String userId;
    final String token;
    private final String serverDomain;

    OldClient(String serverDomain, String userId, String token) {
        this.serverDomain = serverDomain;
        this.userId = userId;
        this.token = token;
    }

    static OldClient login(Stack stack, String family, String userId) {
        String domain = domain(stack, family);
        Answer answer = login(domain, userId, userSig(userId)).hasCode(0);
        return new OldClient(domain, answer.text("userID"), answer.text("token"));
    }

    /** A user whom no other test knows. */
    static OldClient login(Stack stack, String family) {
        return login(stack, family, Names.user("user"));
    }

    /** Such a user, as a member of the room. */
    static OldClient entered(Stack stack, String family, String roomId) {
        OldClient client = login(stack, family);
        Patience.until(() -> client.enter(roomId)).hasCode(0);
        return client;
    }

    static String domain(Stack stack, String family) {
        return stack.origin() + "/weapp/" + family + "/";
    }

    static Answer login(String serverDomain, String userId, String userSig) {
        return Http.post(serverDomain + "login?" + loginQuery(userId, userSig), "application/json", "{}");
    }

    static String loginQuery(String userId, String userSig) {
        return "accountType=" + Deployment.ACCOUNT_TYPE + "&sdkAppID=" + Deployment.SDK_APP_ID + "&userSig="
                + URLEncoder.encode(userSig, StandardCharsets.UTF_8) + "&userID=" + userId;
    }

    static String userSig(String userId) {
        return new UserSig(userId, Deployment.SDK_APP_ID, Instant.now().getEpochSecond(), DAY)
                .sign(Deployment.IM_SECRET_KEY);
    }

    /** The same user and token, on a stack that was started again. */
    OldClient at(Stack stack) {
        String path = URI.create(serverDomain).getPath();
        return new OldClient(stack.origin() + path, userId, token);
    }

    OldClient withToken(String other) {
        return new OldClient(serverDomain, userId, other);
    }

    /** The same user and token in another family. */
    OldClient in(Stack stack, String family) {
        return new OldClient(domain(stack, family), userId, token);
    }

    Answer logout() {
        return call("logout", "{}");
    }

    Answer createRoom(String roomId, String roomInfo) {
        return call("create_room", body().put("roomID", roomId).put("roomInfo", roomInfo));
    }

    Answer destroyRoom(String roomId) {
        return call("destroy_room", body().put("roomID", roomId));
    }

    String pushUrl(String roomId) {
        return Patience.until(() -> getPushUrl(roomId)).hasCode(0).text("pushURL");
    }

    Answer getPushUrl(String roomId) {
        return call("get_push_url", body().put("roomID", roomId));
    }

    Answer addPusher(String roomId, String pushUrl) {
        return addPusher(roomId, pushUrl, userId);
    }

    Answer addPusher(String roomId, String pushUrl, String userName) {
        return call(
                "add_pusher",
                body().put("roomID", roomId)
                        .put("roomInfo", "")
                        .put("userName", userName)
                        .put("userAvatar", "123")
                        .put("pushURL", pushUrl));
    }

    /** What a client does once its camera runs: fetch an address, push, and register as a member. */
    Answer enter(String roomId) {
        return enter(roomId, userId);
    }

    Answer enter(String roomId, String userName) {
        return addPusher(roomId, pushUrl(roomId), userName);
    }

    Answer deletePusher(String roomId) {
        return call("delete_pusher", body().put("roomID", roomId));
    }

    Answer heartbeat(String roomId) {
        return call("pusher_heartbeat", body().put("roomID", roomId));
    }

    Answer getPushers(String roomId) {
        return call("get_pushers", body().put("roomID", roomId));
    }

    Answer getRoomList(int index, int cnt) {
        return call("get_room_list", body().put("index", index).put("cnt", cnt));
    }

    Answer addAudience(String roomId) {
        return call("add_audience", body().put("roomID", roomId).put("userInfo", "{\"userName\":\"" + userId + "\"}"));
    }

    Answer deleteAudience(String roomId) {
        return call("delete_audience", body().put("roomID", roomId));
    }

    Answer getAudiences(String roomId) {
        return call("get_audiences", body().put("roomID", roomId));
    }

    Answer setCustomField(String roomId, String fieldName, String operation) {
        return call(
                "set_custom_field",
                body().put("roomID", roomId).put("fieldName", fieldName).put("operation", operation));
    }

    ObjectNode body() {
        return JSON.createObjectNode().put("userID", userId);
    }

    Answer call(String name, ObjectNode body) {
        return call(name, body.toString());
    }

    Answer call(String name, String body) {
        return Http.post(url(name), "application/json", body);
    }

    Answer form(String name, String form) {
        return Http.post(url(name), "application/x-www-form-urlencoded", form);
    }

    String url(String name) {
        return serverDomain + name + "?userID=" + userId + "&token=" + token;
    }
}
