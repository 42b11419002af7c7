package io.rtcroom;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import io.rtcroom.stores.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** What a deployment gives the service under test: the addresses of protocol.md §6's vectors, and keys for its callers. */
@QuarkusTestResource(value = Stores.class, initArgs = @ResourceArg(name = "postgres", value = "false"))
@QuarkusTestResource(RunningService.class)
public class RunningService implements QuarkusTestResourceLifecycleManager {
    public static final String PUSH_KEY = "5d41402abc4b2a76b9719d911017c592";
    public static final String PUSH_KEY_BACKUP = "7d793037a0760186574b0282f2f435e7";
    public static final String PLAY_KEY = "9e107d9d372bb6826bd81d3542a419d6";
    public static final String INTERNAL_KEY = "internal-7f3a90c2";
    public static final String HOOK_SECRET = "hook-secret-5b1e77";
    public static final String CALLBACK_KEY = "cbkey0123456789";
    static final String API_KEY = "rk_0123456789abcdef";
    /** Where callers find the key that signs their tokens: the tests' class loader is not this one's. */
    static final String TOKEN_KEY_PROPERTY = "callers.token-key";

    private MediaServerStandIn mediaServer;

    @Override
    public Map<String, String> start() {
        try {
            mediaServer = MediaServerStandIn.start();
            KeyPair tokenKeys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return Map.ofEntries(
                    Map.entry("rtcroom.stream.bizid", "8888"),
                    Map.entry("rtcroom.stream.push-host", "8888.livepush.myqcloud.com"),
                    Map.entry("rtcroom.stream.play-host", "play.example.com"),
                    Map.entry("rtcroom.stream.push-key", PUSH_KEY),
                    Map.entry("rtcroom.stream.push-key-backup", PUSH_KEY_BACKUP),
                    Map.entry("rtcroom.stream.play-key", PLAY_KEY),
                    Map.entry("rtcroom.internal.key", INTERNAL_KEY),
                    Map.entry("rtcroom.media.hook-secret", HOOK_SECRET),
                    Map.entry("rtcroom.media.tencent.callback-key", CALLBACK_KEY),
                    Map.entry("rtcroom.media.confirm-every", "1s"),
                    Map.entry("rtcroom.media.servers", mediaServer.asConfigured()),
                    Map.entry(MediaServerStandIn.PROPERTY, mediaServer.origin()),
                    Map.entry("rtcroom.api.keys", "crm:tokens|revoke|rooms|events:" + sha256(API_KEY)),
                    Map.entry(
                            "rtcroom.token.public-keys",
                            base64(tokenKeys.getPublic().getEncoded())),
                    Map.entry(TOKEN_KEY_PROPERTY, base64(tokenKeys.getPrivate().getEncoded())));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void stop() {
        mediaServer.close();
    }
}
