package io.rtcroom.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RevocationTest {
    private static final UUID TOKEN = UUID.fromString("0199d6c5-3b7a-7c11-8f5e-2d9a4b6c8e01");

    @Test
    void aTokensRevocationKeepsItsForm() throws JsonProcessingException {
        var revocation = Revocation.ofToken(TOKEN, 1893456000);

        assertEquals("token:0199d6c5-3b7a-7c11-8f5e-2d9a4b6c8e01", revocation.key());
        assertEquals(
                "{\"tokenId\":\"0199d6c5-3b7a-7c11-8f5e-2d9a4b6c8e01\",\"expiresAt\":1893456000}", revocation.json());
        assertEquals(revocation, Revocation.read(revocation.json()));
    }

    @Test
    void aUsersRevocationKeepsItsForm() throws JsonProcessingException {
        var revocation = Revocation.ofUser("alice", 4);

        assertEquals("user:alice", revocation.key());
        assertEquals("{\"userId\":\"alice\",\"epoch\":4}", revocation.json());
        assertEquals(revocation, Revocation.read(revocation.json()));
    }

    /** Whoever reads the topic passes over what cannot be read; null would end the reading. */
    @Test
    void nullIsNoRevocation() {
        assertThrows(JsonProcessingException.class, () -> Revocation.read("null"));
    }
}
