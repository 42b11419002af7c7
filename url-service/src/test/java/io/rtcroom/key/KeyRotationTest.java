package io.rtcroom.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys from a file: what each state means, and that no rotation refuses an address in force or accepts a revoked one. */
class KeyRotationTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Signed CONTENT = new Signed(SignatureHash.MD5, "alice_1a2b", "70DBD880");

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestClock clock = new TestClock();

    @Test
    void theActiveKeySignsAndAllButTheRevokedAreAccepted() throws IOException {
        var rings = rings(
                "push a retiring aaaaaaaa\npush b active bbbbbbbb\npush c next cccccccc\npush d revoked dddddddd");

        assertEquals("b", rings.activePush().kid());
        for (String good : List.of("aaaaaaaa", "bbbbbbbb", "cccccccc")) assertTrue(accepts(rings, good), good);
        assertFalse(accepts(rings, "dddddddd"));
        assertFalse(accepts(rings, "eeeeeeee"));
    }

    @Test
    void aNextKeyTakesOverAtItsTime() throws IOException {
        var rings = rings("push a active aaaaaaaa\npush b next@2026-11-21T13:00:00Z bbbbbbbb");
        assertEquals("a", rings.activePush().kid());

        clock.now = START.plus(Duration.ofHours(1));

        assertEquals("b", rings.activePush().kid());
        assertTrue(accepts(rings, "aaaaaaaa"), "its addresses are good until they expire");
    }

    @Test
    void aChangedFileCountsAtOnce() throws IOException {
        var rings = rings("push a active aaaaaaaa");
        write("push a retiring aaaaaaaa\npush b active bbbbbbbb\nplay p active pppppppp");

        assertTrue(rings.reload());

        assertEquals("b", rings.activePush().kid());
        assertEquals("p", rings.play().active(START).orElseThrow().kid());
        assertFalse(rings.reload(), "nothing has changed since");
    }

    @ParameterizedTest
    @CsvSource({
        "'', no push key is active",
        "push a retiring aaaaaaaa, no push key is active",
        "play a active aaaaaaaa, no push key is active",
        "'push a active aaaaaaaa\nplay p retiring pppppppp', no play key is active",
        "'push a active aaaaaaaa\nplay p revoked pppppppp', no play key is active",
        "'push a active aaaaaaaa\nplay p next@2026-11-21T13:00:00Z pppppppp', no play key is active",
        "push a active, line 1 is not of the form",
        "push a active aaaaaaaa x, line 1 is not of the form",
        "pull a active aaaaaaaa, line 1 has no known Purpose",
        "push a idle aaaaaaaa, line 1 has no known KeyState",
        "push a next@noon aaaaaaaa, line 1 has a time that is not like",
        "push a_b active aaaaaaaa, line 1 a key's id must match",
        "'push a active aaaaaaaa\npush a next bbbbbbbb', two keys have the id a",
        "'push a active aaaaaaaa\n\n# one more\npush b active bbbbbbbb', two keys are active"
    })
    void aBadFileChangesNothingAndIsNotRepeated(String text, String reason) throws IOException {
        var rings = rings("push a active first-secret");
        write(text);

        var refusal = assertThrows(IllegalArgumentException.class, rings::reload);

        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("aaaaaaaa"), refusal.getMessage());
        assertTrue(accepts(rings, "first-secret"));
    }

    /** What deploy/stream-keys.sh writes, step by step. */
    @Test
    void theScriptRotatesWithoutRefusingAnybody() throws IOException, InterruptedException {
        String first = script("", "new");
        var rings = rings(first);
        var before = rings.activePush();
        String signature = before.sign(CONTENT);

        String second = script(first, "rotate", "push");
        write(second);
        rings.reload();

        assertFalse(rings.activePush().kid().equals(before.kid()));
        assertTrue(rings.push().isSigned(CONTENT, signature, clock.now));
        assertTrue(rings.play().active(clock.now).isPresent());
        write(script(second, "revoke", "push", before.kid()));
        rings.reload();
        assertFalse(rings.push().isSigned(CONTENT, signature, clock.now));
    }

    private static String script(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "../deploy/stream-keys.sh"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var stdin = process.outputWriter()) {
            stdin.write(input);
        }
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), String.join(" ", command));
        return output;
    }

    @Test
    void theHitsOfEachKeyAreCounted() throws IOException {
        var rings = rings("push a retiring aaaaaaaa\npush b active bbbbbbbb\npush d revoked dddddddd");

        rings.activePush().sign(CONTENT);
        accepts(rings, "aaaaaaaa");
        accepts(rings, "dddddddd");

        assertEquals(1, hits("b", "signed"));
        assertEquals(1, hits("a", "verified"));
        assertEquals(1, hits("d", "refused"));
    }

    /** A million addresses: signed by some key, shown while the ring is in a later state of its rotation. */
    @Test
    void noRotationRefusesAnAddressInForceOrAcceptsARevokedOne() throws IOException {
        var random = new Random(20261121);
        List<KeyState> states = new ArrayList<>(List.of(KeyState.ACTIVE));
        var rings = rings(text(states));
        for (int round = 0; round < 500; round++) {
            rotate(states, random);
            write(text(states));
            rings.reload();
            for (int i = 0; i < 2_000; i++) {
                int key = random.nextInt(states.size());
                var content = new Signed(SignatureHash.MD5, "u_" + random.nextInt(), "70DBD880");
                String signature = content.hash().hex(secret(key) + content.streamName() + content.txTime());

                boolean accepted = rings.push().isSigned(content, signature, clock.now);

                assertEquals(states.get(key) != KeyState.REVOKED, accepted, states + " " + key);
            }
        }
    }

    /** One step of what operators do: add, promote, revoke, forget. */
    private static void rotate(List<KeyState> states, Random random) {
        int active = states.indexOf(KeyState.ACTIVE);
        int next = states.indexOf(KeyState.NEXT);
        switch (random.nextInt(3)) {
            case 0 -> {
                if (next < 0 && states.size() < 12) states.add(KeyState.NEXT);
            }
            case 1 -> {
                if (next < 0) return;
                states.set(active, KeyState.RETIRING);
                states.set(next, KeyState.ACTIVE);
            }
            default -> {
                int retiring = states.indexOf(KeyState.RETIRING);
                if (retiring >= 0) states.set(retiring, KeyState.REVOKED);
            }
        }
    }

    private static String text(List<KeyState> states) {
        var text = new StringBuilder();
        for (int i = 0; i < states.size(); i++)
            text.append("push k%d %s %s%n".formatted(i, states.get(i).name().toLowerCase(), secret(i)));
        return text.toString();
    }

    private static String secret(int key) {
        return "the-secret-of-" + key;
    }

    private KeyRings rings(String text) throws IOException {
        write(text);
        return Keys.of(Map.of("rtcroom.stream.keys-file", file().toString()), clock, meters);
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text == null ? "" : text);
    }

    private Path file() {
        return folder.resolve("keys");
    }

    private boolean accepts(KeyRings rings, String secret) {
        String signature = CONTENT.hash().hex(secret + CONTENT.streamName() + CONTENT.txTime());
        return rings.push().isSigned(CONTENT, signature, clock.now);
    }

    private double hits(String kid, String use) {
        return meters.get("rtcroom.stream.key.hits")
                .tags("purpose", "push", "kid", kid, "use", use)
                .counter()
                .count();
    }

    private static final class TestClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
