package io.rtcroom.system;

import static io.rtcroom.system.OldClient.DOUBLE;
import static io.rtcroom.system.OldClient.MULTI;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.rtcroom.standin.UserSig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting in, and speaking only for oneself: appendix D items 1, 16, 17, 22, 23. */
@ExtendWith(SharedStack.class)
class ConformanceLoginIT {
    private final Stack stack = SharedStack.stack();

    @ParameterizedTest
    @ValueSource(strings = {"double_room", "multi_room", "rtc_room"})
    void d01_loginTakesAnEmptyObjectAnEmptyBodyAndNoBody(String family) {
        String user = Names.user("alice");
        String wx = OldClient.domain(stack, family) + "login?" + OldClient.loginQuery(user, OldClient.userSig(user));
        String ios = stack.origin() + "/weapp/" + family + "/login?sdkAppID=" + Deployment.SDK_APP_ID
                + "&accountType=36862&userID=" + user + "&userSig=" + OldClient.userSig(user);

        for (Answer answer : List.of(
                Http.post(wx, "application/json", "{}"),
                Http.post(ios, "application/json", ""),
                Http.post(ios, null, null),
                Http.post(wx + "&platform=1", "application/json; charset=utf-8", "{}"))) {
            answer.hasCode(0);
            assertThat(answer.text("userID"), is(user));
            assertThat(answer.text("token"), matchesPattern("[A-Za-z0-9._~-]{32,}"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"//weapp//double_room//login", "/weapp/double_room/login/", "/weapp//double_room/login//"})
    void d01_repeatedAndTrailingSlashesDoNotMatter(String path) {
        String user = Names.user("alice");

        Http.post(stack.origin() + path + "?" + OldClient.loginQuery(user, OldClient.userSig(user)), null, null)
                .hasCode(0);
    }

    @Test
    void d16_twoLoginsOfOneUserBothWork() {
        OldClient first = OldClient.login(stack, DOUBLE);
        OldClient second = OldClient.login(stack, MULTI, first.userId);

        first.getPushUrl("").hasCode(0);
        second.getPushUrl("").hasCode(0);
        assertThat(first.token, not(is(second.token)));

        second.logout().hasCode(0);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> second.getPushUrl("").hasCode(7));
        first.getPushUrl("").hasCode(0);
        second.logout().hasCode(0);
    }

    @Test
    void d17_signaturesOfBothVersionsAndFlavoursLogIn() {
        String user = Names.user("alice");
        long now = Instant.now().getEpochSecond();

        loginWith(user, OldClient.userSig(user)).hasCode(0);
        loginWith(user, UserSigV1.JAVA.sign(user, now, 300)).hasCode(0);
        loginWith(user, UserSigV1.NODE.sign(user, now, 300)).hasCode(0);
    }

    @Test
    void d17_whatIsExpiredForgedOrUnreadableDoesNot() {
        String user = Names.user("alice");
        long now = Instant.now().getEpochSecond();
        var hourAgo = new UserSig(user, Deployment.SDK_APP_ID, now - 3600, 3599);
        String good = OldClient.userSig(user);

        List<String> bad = List.of(
                hourAgo.sign(Deployment.IM_SECRET_KEY),
                UserSigV1.JAVA.sign(user, now - 3600, 3599),
                UserSigV1.NODE.sign(user, now - 3600, 3599),
                OldClient.userSig("bob"),
                new UserSig(user, 1400000001, now, 300).sign(Deployment.IM_SECRET_KEY),
                new UserSig(user, Deployment.SDK_APP_ID, now, 300).sign("another key"),
                UserSigV1.JAVA.sign("bob", now, 300),
                good.substring(0, good.length() / 2),
                base64("this is not zlib"),
                zlibBomb(),
                "",
                "null");

        for (String userSig : bad) loginWith(user, userSig).hasCode(7);
        Http.post(OldClient.domain(stack, DOUBLE) + "login?userID=" + user, "application/json", "{}")
                .hasCode(7);
    }

    @Test
    void d17_loginInfoIsASignatureThatLogsIn() {
        Answer info = Http.get(stack.origin() + "/weapp/utils/get_login_info?userIDPrefix=weixin&code=1")
                .hasCode(0);

        assertThat(info.text("userID"), matchesPattern("user_[0-9a-f]{8}_[0-9a-f]{4}"));
        assertThat(info.json().path("sdkAppID").isIntegralNumber(), is(true));
        assertThat(info.json().path("accType").isTextual(), is(true));
        loginWith(info.text("userID"), info.text("userSig")).hasCode(0);
    }

    @Test
    void d22_aPreflightIsAnsweredAndEveryAnswerMayBeReadByAnyOrigin() {
        OldClient alice = OldClient.login(stack, DOUBLE);
        var preflight = Http.send(Http.to(alice.url("add_pusher"))
                .method("OPTIONS", Http.publisher(null))
                .header("Origin", "https://demo.example.com")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-custom"));

        preflight.hasStatus(204);
        assertThat(preflight.header("Access-Control-Allow-Origin"), is("https://demo.example.com"));
        assertThat(
                List.of(preflight.header("Access-Control-Allow-Methods").split(", ?")),
                hasItems("GET", "POST", "OPTIONS"));
        assertThat(preflight.header("Access-Control-Allow-Headers"), is("content-type,x-custom"));
        assertThat(preflight.header("Access-Control-Max-Age"), is("3600"));

        var refused = Http.send(Http.to(alice.withToken("x").url("get_push_url"))
                .POST(Http.publisher("{}"))
                .header("Origin", "https://demo.example.com"));
        refused.hasCode(7);
        assertThat(refused.header("Access-Control-Allow-Origin"), is("https://demo.example.com"));
        Answer unknown = Http.post(stack.origin() + "/weapp/double_room/no_such_call", "application/json", "{}");
        unknown.hasStatus(404);
        assertThat(unknown.json().path("code").asInt(), is(-1));
        assertThat(unknown.header("Access-Control-Allow-Origin"), is(notNullValue()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"create_room", "destroy_room", "add_pusher", "delete_pusher", "pusher_heartbeat", "get_push_url"
            })
    void d23_aBodyThatNamesAnotherUserIsRefused(String call) {
        String room = Names.room();
        OldClient victim = OldClient.entered(stack, MULTI, room);
        OldClient eve = OldClient.login(stack, MULTI, Names.user("eve"));

        eve.call(
                        call,
                        eve.body()
                                .put("userID", victim.userId)
                                .put("roomID", room)
                                .put("roomInfo", "")
                                .put("userName", "v")
                                .put("userAvatar", "v")
                                .put("pushURL", eve.pushUrl(room)))
                .hasCode(7);

        assertThat(victim.getPushers(room).texts("pushers", "userID"), contains(victim.userId));
    }

    private Answer loginWith(String user, String userSig) {
        return OldClient.login(OldClient.domain(stack, DOUBLE), user, userSig);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A megabyte of zeros in a kilobyte. */
    private static String zlibBomb() {
        return UserSig.wrap("\0".repeat(1_000_000));
    }
}
