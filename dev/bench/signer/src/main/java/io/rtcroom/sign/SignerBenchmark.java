package io.rtcroom.sign;

import io.rtcroom.key.KeysOfProperties;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Publish addresses of the service's own classes, each of another stream, and the hash of as many bytes alone. */
@State(Scope.Benchmark)
public class SignerBenchmark {
    private static final int STREAMS = 1024;
    private static final String KEY = "5d41402abc4b2a76b9719d911017c592";
    private static final String TX = KEY + "8888_bench-1000_0123456789abcdef6B024000";
    private static final String LINES =
            "rtcroom-1\npush\nbench-1000_0123456789abcdef\nroom-1\nAZPx4F86fBGadz8snRuOQg\n\n6B024000\n6B02E8C0";

    @Param({"bizid", "domain-md5", "domain-sha256", "bound"})
    private String form;

    private final Issue[] issues = new Issue[STREAMS];
    private AddressFormat format;
    private Hash hash;
    private byte[] content;
    private int next;

    private interface Hash {
        byte[] of(byte[] content);
    }

    @Setup
    public void prepare() throws GeneralSecurityException {
        Map<String, String> properties = properties();
        StreamConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StreamConfig.class)
                .withMappingIgnore("rtcroom.**")
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(StreamConfig.class);
        format = AddressFormat.of(config, KeysOfProperties.of(properties));
        var binding = new Binding("room-1", UUID.randomUUID(), null);
        for (int i = 0; i < STREAMS; i++) {
            var name =
                    new StreamName(format.namePrefix(), "bench-" + i, String.format("%016x", i * 0x9E3779B97F4A7C15L));
            issues[i] = new Issue(name, binding, Instant.now());
        }
        content = (isBound() ? LINES : TX).getBytes(StandardCharsets.UTF_8);
        hash = hash();
    }

    @Benchmark
    public String publishAddress() {
        return format.publishUrl(issues[next++ % STREAMS]);
    }

    @Benchmark
    public byte[] hashAlone() {
        return hash.of(content);
    }

    private Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        set(properties, "format", form.replaceFirst("-.*", ""));
        set(properties, "hash", form.endsWith("sha256") ? "sha256" : "md5");
        set(properties, "bizid", "8888");
        set(properties, "push-host", "push.example.com");
        set(properties, "play-host", "play.example.com");
        set(properties, "push-key", KEY);
        set(properties, "play-key", KEY);
        return properties;
    }

    private static void set(Map<String, String> properties, String key, String value) {
        properties.put("rtcroom.stream." + key, value);
    }

    private boolean isBound() {
        return form.equals("bound");
    }

    private Hash hash() throws GeneralSecurityException {
        if (isBound()) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac::doFinal;
        }
        return MessageDigest.getInstance(form.endsWith("sha256") ? "SHA-256" : "MD5")::digest;
    }
}
