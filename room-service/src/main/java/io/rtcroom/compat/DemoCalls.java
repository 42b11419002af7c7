package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.address.Streams;
import io.rtcroom.login.ImConfig;
import io.rtcroom.login.ImConfig.LoginInfo;
import io.rtcroom.login.UserSigs;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.UserId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;

/** {@code /weapp/utils}: what demo clients ask for before they are anybody. */
@Singleton
class DemoCalls {
    private final ImConfig config;
    private final UserSigs userSigs;
    private final Streams streams;
    private final SecureRandom random = new SecureRandom();

    DemoCalls(ImConfig config, UserSigs userSigs, Streams streams) {
        this.config = config;
        this.userSigs = userSigs;
        this.streams = streams;
    }

    /** {@code sdkAppID} must be a number here and {@code accType} a text; the next call names it accountType. */
    Uni<ObjectNode> getLoginInfo(CompatRequest request) {
        if (config.loginInfo() == LoginInfo.OFF)
            throw new ProblemException(
                    ProblemType.NOT_AUTHENTICATED, "get_login_info is switched off here (rtcroom.im.login-info=off)");
        String asked = config.loginInfo() == LoginInfo.OPEN ? request.fromQuery("userID") : "";
        String userId = asked.isEmpty() ? randomUserId() : new UserId(asked).value();
        return Uni.createFrom()
                .item(Answers.ok()
                        .put("userID", userId)
                        .put("sdkAppID", config.sdkAppId())
                        .put("accType", config.accountType())
                        .put("userSig", userSigs.issue(userId)));
    }

    Uni<ObjectNode> getTestPushUrl() {
        return streams.test().map(RoomJson::test);
    }

    Uni<ObjectNode> getClockUrl() {
        return streams.clockUrl().map(url -> Answers.ok().put("url_rtmpacc", url));
    }

    private String randomUserId() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return "user_" + hex.substring(0, 8) + "_" + hex.substring(8);
    }
}
