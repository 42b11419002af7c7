package io.rtcroom.key;

import static io.rtcroom.key.Keys.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of the configuration, without a key file. */
class KeyRingTest {
    private static final String MAIN = "5d41402abc4b2a76b9719d911017c592";
    private static final String BACKUP = "7d793037a0760186574b0282f2f435e7";
    private static final String PLAY = "9e107d9d372bb6826bd81d3542a419d6";
    private static final Signed CONTENT = new Signed(SignatureHash.MD5, "8888_alice_1a2b", "70DBD880");

    private final KeyRings mainAlone = Keys.of(Map.of("rtcroom.stream.push-key", MAIN));
    private final KeyRings backupAlone = Keys.of(Map.of("rtcroom.stream.push-key", BACKUP));
    private final KeyRings all = Keys.of(Map.of(
            "rtcroom.stream.push-key", MAIN,
            "rtcroom.stream.push-key-backup", BACKUP,
            "rtcroom.stream.play-key", PLAY));

    @Test
    void theMainKeySigns() {
        assertEquals("874127a40339c5b65fdb6413246f7f8f", all.activePush().sign(CONTENT));
    }

    @Test
    void bothPushKeysAreAccepted() {
        assertTrue(isAccepted(all, mainAlone.activePush().sign(CONTENT)));
        assertTrue(isAccepted(all, backupAlone.activePush().sign(CONTENT)));
    }

    @Test
    void aKeyThatLeftTheRingIsNotAccepted() {
        assertFalse(isAccepted(mainAlone, backupAlone.activePush().sign(CONTENT)));
    }

    @Test
    void thePlayKeyIsNoPushKey() {
        String signature = all.play().active(NOW).orElseThrow().sign(CONTENT);

        assertFalse(isAccepted(all, signature));
        assertTrue(all.play().isSigned(CONTENT, signature, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "874127a40339c5b65fdb6413246f7f8e", "874127A40339C5B65FDB6413246F7F8F", "874127", "\u00e9"})
    void nothingElseIsAccepted(String signature) {
        assertFalse(isAccepted(all, signature));
    }

    @Test
    void withoutAPlayKeyThereIsNone() {
        assertTrue(mainAlone.play().isEmpty());
        assertTrue(mainAlone.play().active(NOW).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtcroom.stream.play-key", "rtcroom.stream.push-key"})
    void aMissingPushKeyStopsTheStart(String given) {
        var properties = Map.of(given, given.endsWith("push-key") ? "" : PLAY);

        var refusal = assertThrows(RuntimeException.class, () -> Keys.of(properties));

        assertTrue(refusal.getMessage().contains("rtcroom.stream.push-key "), refusal.getMessage());
    }

    @Test
    void noKeyIsPrinted() {
        String printed = all + " " + all.push() + " " + all.play() + " " + all.activePush();

        assertFalse(printed.contains(MAIN) || printed.contains(BACKUP) || printed.contains(PLAY), printed);
    }

    private static boolean isAccepted(KeyRings rings, String signature) {
        return rings.push().isSigned(CONTENT, signature, NOW);
    }
}
