package io.rtcroom.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final String MAIN = "5d41402abc4b2a76b9719d911017c592";
    private static final String BACKUP = "7d793037a0760186574b0282f2f435e7";
    private static final String PLAY = "9e107d9d372bb6826bd81d3542a419d6";
    private static final Signed CONTENT = new Signed(SignatureHash.MD5, "8888_alice_1a2b", "70DBD880");

    private final KeyRing mainAlone = Keys.of(Map.of("rtcroom.stream.push-key", MAIN));
    private final KeyRing backupAlone = Keys.of(Map.of("rtcroom.stream.push-key", BACKUP));
    private final KeyRing all = Keys.of(Map.of(
            "rtcroom.stream.push-key", MAIN,
            "rtcroom.stream.push-key-backup", BACKUP,
            "rtcroom.stream.play-key", PLAY));

    @Test
    void theMainKeySigns() {
        assertEquals("874127a40339c5b65fdb6413246f7f8f", all.push().sign(CONTENT));
    }

    @Test
    void bothPushKeysAreAccepted() {
        assertTrue(all.isPushSigned(CONTENT, mainAlone.push().sign(CONTENT)));
        assertTrue(all.isPushSigned(CONTENT, backupAlone.push().sign(CONTENT)));
    }

    @Test
    void aKeyThatLeftTheRingIsNotAccepted() {
        assertFalse(mainAlone.isPushSigned(CONTENT, backupAlone.push().sign(CONTENT)));
    }

    @Test
    void thePlayKeyIsNoPushKey() {
        assertFalse(all.isPushSigned(CONTENT, all.play().orElseThrow().sign(CONTENT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "874127a40339c5b65fdb6413246f7f8e", "874127A40339C5B65FDB6413246F7F8F", "874127", "\u00e9"})
    void nothingElseIsAccepted(String signature) {
        assertFalse(all.isPushSigned(CONTENT, signature));
    }

    @Test
    void withoutAPlayKeyThereIsNone() {
        assertTrue(mainAlone.play().isEmpty());
    }

    @Test
    void aMissingPushKeyStopsTheStart() {
        var refusal = assertThrows(ConfigValidationException.class, () -> Keys.of(Map.of()));

        assertTrue(refusal.getMessage().contains("rtcroom.stream.push-key "), refusal.getMessage());
    }

    @Test
    void anEmptyPushKeyStopsTheStart() {
        var refusal =
                assertThrows(ConfigValidationException.class, () -> Keys.of(Map.of("rtcroom.stream.push-key", "")));

        assertTrue(refusal.getMessage().contains("rtcroom.stream.push-key "), refusal.getMessage());
    }

    @Test
    void noKeyIsPrinted() {
        String printed = all + " " + all.push() + " " + all.play();

        assertFalse(printed.contains(MAIN) || printed.contains(BACKUP) || printed.contains(PLAY), printed);
    }
}
