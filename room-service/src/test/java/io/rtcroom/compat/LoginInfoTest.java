package io.rtcroom.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.ImApplication;
import io.rtcroom.login.ImConfig;
import io.rtcroom.login.UserSigs;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginInfoTest {
    private record Config(LoginInfo loginInfo, Optional<String> secretKey) implements ImConfig {
        @Override
        public long sdkAppId() {
            return ImApplication.SDK_APP_ID;
        }

        @Override
        public String accountType() {
            return "0";
        }

        @Override
        public Optional<String> privateKey() {
            return Optional.empty();
        }

        @Override
        public Optional<String> publicKey() {
            return Optional.empty();
        }
    }

    @Test
    void offHandsOutNothingAndSaysWhy() {
        var refused = assertThrows(ProblemException.class, () -> ask(ImConfig.LoginInfo.OFF, "alice"));

        assertEquals(7, Answers.code(refused.type()));
        assertTrue(refused.getMessage().contains("rtcroom.im.login-info"), refused.getMessage());
    }

    @Test
    void randomNeverSignsTheUserAskedFor() {
        ObjectNode info = ask(ImConfig.LoginInfo.RANDOM, "alice");

        assertTrue(info.get("userID").textValue().matches("user_[0-9a-f]{8}_[0-9a-f]{4}"));
        assertNotEquals(
                info.get("userID"), ask(ImConfig.LoginInfo.RANDOM, "alice").get("userID"));
    }

    @Test
    void openSignsAnybody() {
        assertEquals(
                "alice", ask(ImConfig.LoginInfo.OPEN, "alice").get("userID").textValue());
    }

    @Test
    void withoutAKeyNothingIsSigned() {
        Config config = new Config(ImConfig.LoginInfo.OPEN, Optional.empty());

        var refused = assertThrows(ProblemException.class, () -> ask(config, "alice"));

        assertEquals(ProblemType.UNAVAILABLE, refused.type());
    }

    private static ObjectNode ask(ImConfig.LoginInfo mode, String userId) {
        return ask(new Config(mode, Optional.of(ImApplication.SECRET_KEY)), userId);
    }

    private static ObjectNode ask(Config config, String userId) {
        DemoCalls demo = new DemoCalls(config, new UserSigs(config, Clock.systemUTC()), null);
        CompatRequest request = new CompatRequest(Map.of("userID", userId), Body.IGNORED.read(new byte[0]));
        return demo.getLoginInfo(request).await().indefinitely();
    }
}
