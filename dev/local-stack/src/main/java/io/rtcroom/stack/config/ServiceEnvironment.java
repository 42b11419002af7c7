package io.rtcroom.stack.config;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment variables of a service. Variables and not system properties, so that one the user sets is stronger
 * than ours by simply being there; only what this stack alone can know (addresses) overrides.
 */
public final class ServiceEnvironment {
    private final Map<String, String> user;
    private final Secrets secrets;
    private final Addresses addresses;
    private final MediaPorts media;

    /** @param media null where no media server runs: addresses are signed for hosts that do not exist then */
    public ServiceEnvironment(Map<String, String> user, Secrets secrets, Addresses addresses, MediaPorts media) {
        this.user = user;
        this.secrets = secrets;
        this.addresses = addresses;
        this.media = media;
    }

    /** What is added to the user's environment for one replica. */
    public Map<String, String> of(ServiceName service, int port) {
        var added = new HashMap<String, String>();
        added.putAll(common());
        added.putAll(
                switch (service) {
                    case ROOM_SERVICE -> roomService();
                    case URL_SERVICE -> urlService();
                    case NOTIFY_SERVICE -> notifyService();
                });
        added.keySet().removeIf(user::containsKey);
        added.put("QUARKUS_HTTP_HOST", Addresses.HOST);
        added.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        added.put("KAFKA_BOOTSTRAP_SERVERS", addresses.bootstrapServers());
        if (media != null && service == ServiceName.URL_SERVICE) added.putAll(mediaServer());
        return added;
    }

    /** Where the media server is, and what it serves: rtmp alone. */
    private Map<String, String> mediaServer() {
        return Map.of(
                "RTCROOM_STREAM_PUSH_HOST",
                media.host(),
                "RTCROOM_STREAM_PLAY_HOST",
                media.host(),
                "RTCROOM_STREAM_SCHEMES_MIXED",
                "",
                "RTCROOM_STREAM_SCHEMES_FLV",
                "",
                "RTCROOM_STREAM_SCHEMES_HLS",
                "",
                "RTCROOM_STREAM_SCHEMES_WEBRTC",
                "",
                "RTCROOM_MEDIA_HOOK_SECRET",
                secrets.hookSecret(),
                "RTCROOM_MEDIA_SERVERS",
                media.asConfigured());
    }

    /** Whether the development API key is one the services know. */
    public boolean hasDevelopmentKey() {
        return !user.containsKey("RTCROOM_API_KEYS");
    }

    private Map<String, String> common() {
        var common = new HashMap<String, String>();
        common.put("RTCROOM_INTERNAL_KEY", secrets.internalKey());
        common.put("RTCROOM_API_KEYS", "development:tokens|revoke|rooms|events|webhooks:" + secrets.apiKeyHash());
        // A private key of the user's has a public half that only the user knows.
        if (!user.containsKey("RTCROOM_TOKEN_PRIVATE_KEY_FILE"))
            common.put("RTCROOM_TOKEN_PUBLIC_KEYS", secrets.tokenPublicKey());
        return common;
    }

    private Map<String, String> roomService() {
        var own = new HashMap<String, String>();
        own.putAll(database());
        own.putAll(im());
        own.put("RTCROOM_IM_LOGIN_INFO", "open");
        own.put("RTCROOM_AGENT_ADMISSION", "open");
        own.put("RTCROOM_URL_SERVICE_URL", addresses.internalOrigin());
        own.put("RTCROOM_NOTIFY_SERVICE_URL", addresses.internalOrigin());
        if (!user.containsKey("RTCROOM_TOKEN_PUBLIC_KEYS"))
            own.put(
                    "RTCROOM_TOKEN_PRIVATE_KEY_FILE",
                    secrets.tokenPrivateKeyFile().toAbsolutePath().toString());
        return own;
    }

    private Map<String, String> urlService() {
        return Map.of(
                "RTCROOM_STREAM_FORMAT",
                media == null ? "bizid" : "bound",
                "RTCROOM_STREAM_BIZID",
                "8888",
                "RTCROOM_STREAM_PUSH_HOST",
                "push.example.com",
                "RTCROOM_STREAM_PLAY_HOST",
                "play.example.com",
                "RTCROOM_STREAM_PUSH_KEY",
                secrets.pushKey(),
                "RTCROOM_STREAM_PLAY_KEY",
                secrets.playKey());
    }

    private Map<String, String> notifyService() {
        var own = new HashMap<String, String>();
        own.putAll(database());
        own.put("RTCROOM_ROOM_SERVICE_URL", addresses.internalOrigin());
        own.putAll(im());
        return own;
    }

    private Map<String, String> database() {
        return Map.of(
                "RTCROOM_DATABASE_URL",
                addresses.databaseUrl(),
                "RTCROOM_DATABASE_USERNAME",
                Addresses.DATABASE_USER,
                "RTCROOM_DATABASE_PASSWORD",
                secrets.databasePassword(),
                "RTCROOM_DATABASE_MIGRATE",
                "true");
    }

    private Map<String, String> im() {
        var im = new HashMap<String, String>();
        im.put("RTCROOM_IM_SDK_APP_ID", "1400000000");
        // Whoever brings a key pair (UserSig v1) wants no second kind of signature beside it.
        if (!user.containsKey("RTCROOM_IM_PRIVATE_KEY")) im.put("RTCROOM_IM_SECRET_KEY", secrets.imSecretKey());
        return im;
    }
}
