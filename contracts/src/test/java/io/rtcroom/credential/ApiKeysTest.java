package io.rtcroom.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    private static final String CRM_HASH = "9621b2d8e6fedd53eb8ebfa72a1c78300cd64861d311f0aa87b28b3a67240704";
    private static final String OPS_HASH = "0c0c6b1bf9656c7a78ec3f921b5ee3dd2c0a01d21ee5e6ece61bbbc47a914bca";

    private final ApiKeys keys = keys("crm:tokens|revoke:" + CRM_HASH, " ops:ROOMS:" + OPS_HASH.toUpperCase() + " ");

    @Test
    void aKeyIsFoundWithItsScopes() {
        assertEquals(
                Optional.of(new Caller.ApiKey("crm", Set.of(Scope.TOKENS, Scope.REVOKE))),
                keys.find("rk_3f0c9a5e7b1d2846"));
        assertEquals(Optional.of(new Caller.ApiKey("ops", Set.of(Scope.ROOMS))), keys.find("rk_another"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rk_", "rk_3f0c9a5e7b1d2847", CRM_HASH, "crm"})
    void anythingElseIsNoKey(String text) {
        assertTrue(keys.find(text).isEmpty());
    }

    @Test
    void withoutConfigurationThereIsNoKey() {
        assertTrue(keys().find("rk_another").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crm",
                "crm:tokens",
                "crm:tokens:rk_3f0c9a5e7b1d2846",
                "crm:tokens:zz21b2d8e6fedd53eb8ebfa72a1c78300cd64861d311f0aa87b28b3a67240704",
                "crm:everything:" + CRM_HASH,
                "crm::" + CRM_HASH,
                ":tokens:" + CRM_HASH
            })
    void aMalformedEntryStopsTheStart(String entry) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> keys(entry));

        assertTrue(refusal.getMessage().startsWith("rtcroom.api.keys: "), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("3f0c9a5e7b1d2846"), "a key put there by mistake is not repeated");
    }

    private static ApiKeys keys(String... entries) {
        return new ApiKeys(FixedConfig.withApiKeys(entries));
    }
}
