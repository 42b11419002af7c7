package io.rtcroom.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedHashTest {
    /** Texts of up to five of the hash's blocks. */
    private static final int TEXTS = 320;

    private static final int ROUNDS = 100;

    /** Around the length of a block, where a key is padded, taken as it is, or hashed first. */
    @ParameterizedTest
    @ValueSource(ints = {1, 32, 63, 64, 65, 256})
    void manyThreadsGetWhatTheJdkComputes(int length) throws Exception {
        String secret = "k".repeat(length);
        byte[][] expected = new byte[TEXTS][];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        for (int i = 0; i < TEXTS; i++) expected[i] = mac.doFinal(text(i));
        var hash = new KeyedHash(secret);

        IntStream.range(0, TEXTS * ROUNDS)
                .parallel()
                .forEach(i -> assertArrayEquals(expected[i % TEXTS], hash.of(text(i % TEXTS))));
    }

    private static byte[] text(int length) {
        return "t".repeat(length).getBytes(StandardCharsets.UTF_8);
    }
}
