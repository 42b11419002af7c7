package io.rtcroom.compat;

import static io.rtcroom.Fixtures.random;
import static io.rtcroom.compat.OldClient.JSON;
import static io.rtcroom.compat.OldClient.aUserSig;
import static io.rtcroom.compat.OldClient.loginPath;
import static io.rtcroom.compat.OldClient.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.ImApplication;
import io.rtcroom.Neighbours;
import io.rtcroom.compat.OldClient.Answer;
import io.rtcroom.credential.UserSigIssuer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Neighbours.class)
class LoginTest {
    private final String user = random("user");

    @Test
    @DisplayName("D1: login takes {}, an empty JSON body, and no body at all")
    void loginNeedsNoBody() {
        String path = loginPath("double_room", user, aUserSig(user));

        assertEquals(user, send("POST", path, JSON, "{}").ok().text("userID"));
        assertEquals(user, send("POST", path, JSON, "").ok().text("userID"));
        assertEquals(user, send("POST", path, null, null).ok().text("userID"));
        assertEquals(user, send("POST", path, "text/plain", "junk").ok().text("userID"));
    }

    @Test
    void theTokenSurvivesARawQuery() {
        String token = OldClient.of("double_room", user).token();

        assertTrue(token.matches("[A-Za-z0-9._~-]+"), token);
    }

    @Test
    @DisplayName("D16: two logins of one user both work, in every family")
    void aSecondLoginLeavesTheFirst() {
        OldClient first = OldClient.of("double_room", user);
        OldClient second = OldClient.of("multi_room", user);

        assertNotEquals(first.token(), second.token());
        first.call("get_push_url", Map.of()).ok();
        second.call("get_push_url", Map.of()).ok();
        first.in("live_room").call("get_push_url", Map.of()).ok();
    }

    @Test
    @DisplayName("D17: userSig v1 and v2 log in, escaped or not")
    void bothVersionsOfTheUserSigLogIn() {
        String v1 = UserSigIssuer.ecdsa(ImApplication.SDK_APP_ID, ImApplication.PRIVATE_KEY)
                .issue(user, Instant.now(), Duration.ofDays(30));

        send("POST", loginPath("rtc_room", user, v1), JSON, "{}").ok();
        send("POST", loginPath("multi_room", user, aUserSig(user)), JSON, "{}").ok();
        String escaped =
                URLEncoder.encode(aUserSig(user), StandardCharsets.UTF_8).replace("*", "%2A");
        send("POST", loginPath("multi_room", user, escaped), JSON, "{}").ok();
    }

    @Test
    @DisplayName("D17: an expired userSig is refused with 7")
    void anExpiredUserSigIsRefused() {
        String expired = UserSigIssuer.hmac(ImApplication.SDK_APP_ID, ImApplication.SECRET_KEY)
                .issue(user, Instant.now().minusSeconds(301), Duration.ofSeconds(300));

        assertEquals(7, login(expired));
        String v1 = loginPath("double_room", "alice", ImApplication.EXPIRED_USER_SIG_V1);
        Answer refused = send("POST", v1, JSON, "{}");
        assertEquals(7, refused.code());
        assertEquals("the UserSig is expired", refused.text("message"));
    }

    @Test
    void anyOtherUserSigIsRefused() {
        String forged =
                UserSigIssuer.hmac(ImApplication.SDK_APP_ID, "guessed").issue(user, Instant.now(), Duration.ofDays(1));
        String ofAnotherApp =
                UserSigIssuer.hmac(1, ImApplication.SECRET_KEY).issue(user, Instant.now(), Duration.ofDays(1));

        assertEquals(7, login(forged));
        assertEquals(7, login(ofAnotherApp));
        assertEquals(7, login(aUserSig("eve")));
        assertEquals(7, login("garbage"));
        assertEquals(7, login(""));
        assertEquals(7, login("a".repeat(3000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdkAppID", "accountType", "userID", "userSig"})
    void aMissingParameterIsRefusedWith7(String name) {
        String path = loginPath("double_room", user, aUserSig(user)).replace(name + "=", "x" + name + "=");

        assertEquals(7, send("POST", path, JSON, "{}").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "x", "-1400000000", "99999999999999999999", ""})
    void anotherApplicationIsRefusedWith7(String sdkAppId) {
        String path = loginPath("double_room", user, aUserSig(user))
                .replace("sdkAppID=" + ImApplication.SDK_APP_ID, "sdkAppID=" + sdkAppId);

        assertEquals(7, send("POST", path, JSON, "{}").code());
    }

    @Test
    void aSignedButIllegalUserIdIsInvalid() {
        assertEquals(
                1,
                send("POST", loginPath("double_room", "a.b", aUserSig("a.b")), JSON, "{}")
                        .code());
        String tooLong = "a".repeat(33);
        assertEquals(
                1,
                send("POST", loginPath("double_room", tooLong, aUserSig(tooLong)), JSON, "{}")
                        .code());
    }

    @Test
    void logoutEndsTheTokenAndMayBeRepeated() {
        OldClient client = OldClient.of("double_room", user);
        OldClient elsewhere = OldClient.of("double_room", user);

        send("POST", client.path("logout"), null, null).ok();
        client.post("logout", JSON, "{}").ok();

        Answer refused = client.call("get_push_url", Map.of());
        assertEquals(7, refused.code());
        assertEquals(3, refused.json().get("reason").intValue());
        elsewhere.call("get_push_url", Map.of()).ok();
    }

    @Test
    void logoutOfAnUnknownTokenSucceeds() {
        new OldClient("double_room", user, "no-token-at-all")
                .post("logout", JSON, "{}")
                .ok();
    }

    @Test
    void logoutWithSomebodyElsesTokenEndsNothing() {
        OldClient victim = OldClient.of("double_room", user);

        Answer refused = new OldClient("double_room", "eve", victim.token()).post("logout", JSON, "{}");

        assertEquals(7, refused.code());
        victim.call("get_push_url", Map.of()).ok();
    }

    @Test
    @DisplayName("D10: a wrong token is refused with 7, and says how it is wrong")
    void aWrongTokenIsRefusedWithItsReason() {
        OldClient client = OldClient.of("double_room", user);
        String otherToken = OldClient.of("double_room", random("user")).token();
        String forged = client.token().substring(0, client.token().length() - 6) + "AAAAAA";

        assertEquals(1, reason(new OldClient("double_room", user, otherToken)));
        assertEquals(2, reason(new OldClient("double_room", user, "abc*def=")));
        assertEquals(3, reason(new OldClient("double_room", user, forged)));
        assertEquals(4, reason(new OldClient("double_room", user, "")));
        assertEquals(4, reason(new OldClient("double_room", "", client.token())));
    }

    @Test
    @DisplayName("D23: a body that names another user is refused with 7")
    void aBodyThatNamesAnotherUserIsRefused() {
        OldClient eve = OldClient.of("double_room", random("eve"));
        for (String operation : new String[] {
            "get_push_url", "create_room", "destroy_room", "add_pusher", "delete_pusher", "pusher_heartbeat"
        }) assertEquals(7, eve.call(operation, Map.of("userID", user)).code(), operation);
    }

    @Test
    void theCallerIsCheckedBeforeTheFields() {
        assertEquals(
                7,
                new OldClient("double_room", user, "x")
                        .post("create_room", JSON, "{}")
                        .code());
    }

    @Test
    void loginInfoIsEnoughToLogIn() {
        Answer info = send("GET", "/weapp/utils/get_login_info?userIDPrefix=weixin&code=abc", null, null)
                .ok();

        assertTrue(info.json().get("sdkAppID").isIntegralNumber());
        assertEquals("36862", info.text("accType"));
        String userId = info.text("userID");
        assertTrue(userId.matches("user_[0-9a-f]{8}_[0-9a-f]{4}"), userId);
        send("POST", loginPath("double_room", userId, info.text("userSig")), JSON, "{}")
                .ok();
    }

    @Test
    void loginInfoForAnAskedUserIsTheirs() {
        assertEquals(
                user,
                send("GET", "/weapp/utils/get_login_info?userID=" + user, null, null)
                        .ok()
                        .text("userID"));
        assertEquals(
                1,
                send("GET", "/weapp/utils/get_login_info?userID=a%20b", null, null)
                        .code());
        assertFalse(send("POST", "/weapp/utils/get_login_info", JSON, "{}")
                .ok()
                .text("userID")
                .isEmpty());
    }

    private int login(String userSig) {
        return send("POST", loginPath("double_room", user, userSig), JSON, "{}").code();
    }

    private static int reason(OldClient client) {
        Answer answer = client.call("pusher_heartbeat", Map.of("roomID", "r1"));
        assertEquals(7, answer.code());
        return answer.json().get("reason").intValue();
    }
}
