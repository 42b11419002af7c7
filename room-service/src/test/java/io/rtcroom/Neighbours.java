package io.rtcroom;

import io.rtcroom.credential.BearerAuthentication;
import io.rtcroom.stores.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.awaitility.Awaitility;

/** The stores, the packaged url-service as a process of its own, and keys made for this run. */
public class Neighbours extends Stores {
    public static final String INTERNAL_KEY = "test-internal-key";
    public static final String API_KEY = "rk_test";
    public static final String TOKENS_ONLY_KEY = "rk_tokens";
    private static final Path JAR = Path.of("..", "url-service", "target", "quarkus-app", "quarkus-run.jar");

    /** A busy machine starts a JVM slowly; a test must not mistake that for a refusal. */
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private static Map<String, String> settings;

    @Override
    public Map<String, String> start() {
        Map<String, String> config = super.start();
        synchronized (Neighbours.class) {
            if (settings == null) settings = startOnce(config.get("kafka.bootstrap.servers"));
        }
        config.putAll(settings);
        config.putAll(ImApplication.SETTINGS);
        return config;
    }

    private static Map<String, String> startOnce(String kafka) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            String publicKey =
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
            Path privateKey = Files.createTempFile("token", ".pem");
            privateKey.toFile().deleteOnExit();
            String pem =
                    Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
            Files.writeString(privateKey, "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
            String nginx = NginxStandIn.start().origin();
            String vendor = VendorStandIn.start().origin();
            return Map.ofEntries(
                    Map.entry("rtcroom.token.public-keys", publicKey),
                    Map.entry("rtcroom.token.private-key-file", privateKey.toString()),
                    Map.entry(
                            "rtcroom.api.keys",
                            "all:tokens|revoke|rooms|events:" + sha256(API_KEY) + ",issuer:tokens:"
                                    + sha256(TOKENS_ONLY_KEY)),
                    Map.entry("rtcroom.internal.key", INTERNAL_KEY),
                    Map.entry(NginxStandIn.PROPERTY, nginx),
                    Map.entry(VendorStandIn.PROPERTY, vendor),
                    Map.entry("rtcroom.evidence.live-api", "true"),
                    Map.entry("rtcroom.recording.slots", "4"),
                    Map.entry("rtcroom.recording.sweep-period", "100ms"),
                    Map.entry("rtcroom.recording.order-every", "200ms"),
                    Map.entry("rtcroom.recording.assert-every", "500ms"),
                    Map.entry("rtcroom.url-service.url", urlService(kafka, publicKey, nginx, vendor)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String urlService(String kafka, String publicKey, String nginx, String vendor) throws IOException {
        int port = freePort();
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-jar", JAR.toString());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "KAFKA_BOOTSTRAP_SERVERS",
                        kafka,
                        "RTCROOM_INTERNAL_KEY",
                        INTERNAL_KEY,
                        "RTCROOM_TOKEN_PUBLIC_KEYS",
                        publicKey,
                        "RTCROOM_MEDIA_SERVERS",
                        "nginx-1=nginx-rtmp@" + nginx + "/control",
                        "RTCROOM_STREAM_BIZID",
                        "8888",
                        "RTCROOM_STREAM_PUSH_HOST",
                        "push.example.com",
                        "RTCROOM_STREAM_PLAY_HOST",
                        "play.example.com",
                        "RTCROOM_STREAM_PUSH_KEY",
                        "5d41402abc4b2a76b9719d911017c592"));
        builder.environment()
                .putAll(Map.of(
                        "RTCROOM_STREAM_LIVE_API_PROVIDER",
                        "tencent",
                        "RTCROOM_STREAM_LIVE_API_TENCENT_URL",
                        vendor + "/common_access",
                        "RTCROOM_STREAM_LIVE_API_TENCENT_APP_ID",
                        "1250000000",
                        "RTCROOM_STREAM_LIVE_API_TENCENT_API_KEY",
                        "apikey0123456789apikey0123456789"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(Path.of("target", "url-service.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        String url = "http://127.0.0.1:" + port;
        Awaitility.await().atMost(START_LIMIT).ignoreExceptions().until(() -> isUp(url));
        return url;
    }

    private static boolean isUp(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
                    .header(BearerAuthentication.INTERNAL_KEY_HEADER, INTERNAL_KEY)
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
