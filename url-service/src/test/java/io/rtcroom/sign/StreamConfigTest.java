package io.rtcroom.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.key.SignatureHash;
import io.rtcroom.sign.StreamConfig.Format;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamConfigTest {
    @Test
    void theDefaultsAreTheOriginalsForm() {
        var config = Deployment.inBizidForm().config();

        assertEquals(Format.BIZID, config.format());
        assertEquals(SignatureHash.MD5, config.hash());
        assertEquals(Duration.ofDays(7), config.ttl());
        assertEquals(Duration.ofHours(24), config.legacyPlayTtl());
        assertEquals("live", config.appName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"push-host", "play-host", "bizid"})
    void aMissingKeyStopsTheStartByName(String key) {
        var deployment = Deployment.inBizidForm().without(key);

        var refusal = assertThrows(RuntimeException.class, deployment::format);

        assertTrue(refusal.getMessage().contains("rtcroom.stream." + key + " "), refusal.getMessage());
    }

    @Test
    void inDomainFormThereIsNoBizid() {
        assertEquals("", Deployment.inDomainForm().format().namePrefix());
    }

    @Test
    void noKeyIsPrinted() {
        var deployment = Deployment.inDomainForm().with("push-key-backup", Deployment.OTHER_KEY);

        String printed = deployment.config() + " " + deployment.keys() + " " + deployment.format() + " "
                + deployment.verifier() + " " + deployment.streamsAt(Deployment.T);

        for (String key : new String[] {Deployment.PUSH_KEY, Deployment.OTHER_KEY, Deployment.PLAY_KEY})
            assertFalse(printed.contains(key), printed);
    }
}
