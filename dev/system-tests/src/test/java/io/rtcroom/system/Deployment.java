package io.rtcroom.system;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The deployment under test: the inputs of protocol.md's vectors, one API key per scope, and a known internal key. */
final class Deployment {
    static final long SDK_APP_ID = 1400000000;
    static final String ACCOUNT_TYPE = "36862";
    static final String IM_ADMIN = "administrator";
    static final String IM_SECRET_KEY = "5c67faf7cb26e952a0bf7bb9a206a7ee8d63534ce4d3701e1b42b23001c790c4";
    /** Belongs to the private scalar of protocol.md §6.5. */
    static final String V1_PUBLIC_KEY = "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAELIwx/J+ZDGtV44ZaGEpM5Q4JSB8urrPm"
            + "DsHOoTpq5kVkuV5P22lIwDhuGJsAain2hnabARcEJ15EWYItwzKAhQ==";

    static final String BIZID = "8888";
    static final String PUSH_HOST = "8888.livepush.myqcloud.com";
    static final String PLAY_HOST = "play.example.com";
    static final String PUSH_KEY = "5d41402abc4b2a76b9719d911017c592";
    static final String PLAY_KEY = "9e107d9d372bb6826bd81d3542a419d6";

    static final String CALLBACK_KEY = "cbkey0123456789";
    static final String IM_CALLBACK_TOKEN = "imtoken0123456789";

    static final String INTERNAL_KEY = "internal-key-of-the-system-tests";
    static final String BACK_END = "rk_0c5f1d7be8a94f62b3d1a7c29e5408f1";

    /** Long enough to tell a repeat from the first notification. */
    static final Duration REPEAT_AFTER = Duration.ofSeconds(1);

    private Deployment() {}

    /** The API key that has this scope and no other. */
    static String apiKey(String scope) {
        return "rk_" + HexFormat.of().formatHex(scope.getBytes(StandardCharsets.UTF_8)) + "_of_the_system_tests";
    }

    /** The whole deployment, nothing left to the launcher to make up. */
    static Map<String, String> environment(String imBaseUrl, Duration repeatAfter) {
        Map<String, String> env = new HashMap<>(im(imBaseUrl, repeatAfter));
        env.put("RTCROOM_STREAM_FORMAT", "bizid");
        env.put("RTCROOM_STREAM_BIZID", BIZID);
        env.put("RTCROOM_STREAM_PUSH_HOST", PUSH_HOST);
        env.put("RTCROOM_STREAM_PLAY_HOST", PLAY_HOST);
        env.put("RTCROOM_STREAM_PUSH_KEY", PUSH_KEY);
        env.put("RTCROOM_STREAM_PLAY_KEY", PLAY_KEY);
        // No protocol.md room is larger than four; a live room for the load is.
        env.put("RTCROOM_ROOM_MAX_MEMBERS_LIVE", "1000");
        // The receivers are on this machine, and the days of the schedule are seconds here.
        env.put("RTCROOM_WEBHOOKS_ALLOW_HTTP", "true");
        env.put("RTCROOM_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.0/8");
        env.put("RTCROOM_WEBHOOKS_SCHEDULE", "1s,".repeat(60) + "1s");
        // Each cell of the table of endpoints and principals makes one.
        env.put("RTCROOM_WEBHOOKS_MAX_ENDPOINTS", "1000");
        env.put("RTCROOM_MEDIA_TENCENT_CALLBACK_KEY", CALLBACK_KEY);
        env.put("RTCROOM_IM_TENCENT_CALLBACK_TOKEN", IM_CALLBACK_TOKEN);
        env.put("RTCROOM_INTERNAL_KEY", INTERNAL_KEY);
        env.put("RTCROOM_API_KEYS", apiKeys());
        return env;
    }

    /** The IM account alone; every other key is the launcher's to make up and to keep. */
    static Map<String, String> im(String baseUrl, Duration repeatAfter) {
        return Map.of(
                "RTCROOM_IM_PROVIDER", "tencent",
                "RTCROOM_IM_TENCENT_BASE_URL", baseUrl,
                "RTCROOM_IM_SDK_APP_ID", String.valueOf(SDK_APP_ID),
                "RTCROOM_IM_ACCOUNT_TYPE", ACCOUNT_TYPE,
                "RTCROOM_IM_ADMIN", IM_ADMIN,
                "RTCROOM_IM_SECRET_KEY", IM_SECRET_KEY,
                "RTCROOM_IM_PUBLIC_KEY", V1_PUBLIC_KEY,
                "RTCROOM_IM_LOGIN_INFO", "open",
                "RTCROOM_IM_REPEAT_AFTER", repeatAfter.toMillis() + "ms");
    }

    private static String apiKeys() {
        String keys = "back-end:tokens|revoke|rooms|events|webhooks:" + sha256(BACK_END);
        for (String scope : new String[] {"tokens", "revoke", "rooms", "events", "webhooks"})
            keys += "," + scope + "-only:" + scope + ":" + sha256(apiKey(scope));
        return keys;
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest("SHA-256", text));
    }

    static String md5(String text) {
        return HexFormat.of().formatHex(digest("MD5", text));
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
