package io.rtcroom.sign;

import static io.rtcroom.sign.Deployment.PLAY_KEY;
import static io.rtcroom.sign.Deployment.PUSH_KEY;
import static io.rtcroom.sign.Deployment.T;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** One address of every form, as we write it and as openssl computes its signature from nothing but the documented text. */
class AddressVectorsTest {
    private static final UUID SESSION = UUID.fromString("0193f1e0-5f3a-7c11-9a77-3f2c9d1b8e42");
    private static final String PLAIN = "openssl dgst -%s -r | cut -d ' ' -f 1";
    private static final String MD5 = PLAIN.formatted("md5");
    private static final String SHA256 = PLAIN.formatted("sha256");
    /** The first 16 bytes of the keyed hash, in the alphabet that a URL leaves alone. */
    private static final String HMAC = "openssl dgst -sha256 -mac HMAC -macopt key:%s -binary | head -c 16"
            + " | openssl base64 -A | tr '+/' '-_' | tr -d =";

    /**
     * @param text what is signed
     * @param command how openssl signs its standard input
     * @param signature both must come to
     * @param url ours, which holds it
     */
    record Vector(String name, String text, String command, String signature, String url) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Deployment BIZID = Deployment.inBizidForm();
    private static final Deployment DOMAIN = Deployment.inDomainForm();
    private static final Deployment DOMAIN_SHA256 = Deployment.inDomainForm().with("hash", "sha256");
    private static final Deployment BOUND = Deployment.inBoundForm();

    static final List<Vector> VECTORS = List.of(
            new Vector(
                    "bizid, publish (protocol.md §6.1)",
                    PUSH_KEY + "8888_alice_1a2b70DBD880",
                    MD5,
                    "874127a40339c5b65fdb6413246f7f8f",
                    publish(BIZID, "8888_", Binding.NONE)),
            new Vector(
                    "bizid, accelerated play: the push key, for a day",
                    PUSH_KEY + "8888_alice_1a2b70D3EF80",
                    MD5,
                    "e38419585f5eabb5e26a96d69c1ddecd",
                    play(BIZID, "8888_", Binding.NONE)),
            new Vector(
                    "domain, publish, MD5 (protocol.md §6.2)",
                    PUSH_KEY + "alice_1a2b70DBD880",
                    MD5,
                    "bc90ae55faf76c18c2a12c1b888959c2",
                    publish(DOMAIN, "", Binding.NONE)),
            new Vector(
                    "domain, play, MD5 (protocol.md §6.2)",
                    PLAY_KEY + "alice_1a2b70DBD880",
                    MD5,
                    "d9889aa66b6382ea21de642c2516a454",
                    play(DOMAIN, "", Binding.NONE)),
            new Vector(
                    "domain, publish, SHA-256 (protocol.md §6.2)",
                    PUSH_KEY + "alice_1a2b70DBD880",
                    SHA256,
                    "cb9184dffa3544f276af7fb173423d5627e107744f719a2068850c296d66c601",
                    publish(DOMAIN_SHA256, "", Binding.NONE)),
            new Vector(
                    "bound, publish, to all it can be bound to",
                    "rtcroom-1\npush\nalice_1a2b\nr1\nAZPx4F86fBGadz8snRuOQg\n203.0.113.0/24\n70DB2FC0\n70DBD880",
                    HMAC.formatted(PUSH_KEY),
                    "JB3En9MbNZNYirG1Qwff5g",
                    publish(BOUND, "", new Binding("r1", SESSION, new Network("203.0.113.0/24")))),
            new Vector(
                    "bound, publish, to nothing more",
                    "rtcroom-1\npush\nalice_1a2b\n\n\n\n70DB2FC0\n70DBD880",
                    HMAC.formatted(PUSH_KEY),
                    "zh6xviacEwqR12sp5MdWKw",
                    publish(BOUND, "", Binding.NONE)),
            new Vector(
                    "bound, play",
                    "rtcroom-1\nplay\nalice_1a2b\nr1\n\n\n70DB2FC0\n70DBD880",
                    HMAC.formatted(PLAY_KEY),
                    "NR7349pvnhhlbF73G1B-BQ",
                    play(BOUND, "", new Binding("r1", SESSION, null))));

    @ParameterizedTest
    @FieldSource("VECTORS")
    void ourAddressHoldsTheSignature(Vector vector) {
        assertEquals(vector.signature, vector.url.replaceFirst(".*[?&](txSecret|sig)=([^&]*).*", "$2"), vector.url);
    }

    @ParameterizedTest
    @FieldSource("VECTORS")
    void opensslComesToTheSame(Vector vector) throws IOException, InterruptedException {
        assumeTrue(run("command -v openssl", "").endsWith("openssl"), "openssl is not installed");

        assertEquals(vector.signature, run(vector.command, vector.text));
    }

    private static String publish(Deployment deployment, String prefix, Binding binding) {
        return deployment.format().publishUrl(issue(deployment, prefix, binding));
    }

    private static String play(Deployment deployment, String prefix, Binding binding) {
        return deployment
                .format()
                .addresses(issue(deployment, prefix, binding), "", T)
                .accelerateUrl();
    }

    private static Issue issue(Deployment deployment, String prefix, Binding binding) {
        return new Issue(
                new StreamName(prefix, "alice", "1a2b"),
                binding,
                T.minus(deployment.config().life()));
    }

    private static String run(String command, String input) throws IOException, InterruptedException {
        var process = new ProcessBuilder("sh", "-c", command).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(10, TimeUnit.SECONDS);
        return output.strip();
    }
}
