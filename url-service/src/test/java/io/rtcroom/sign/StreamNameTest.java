package io.rtcroom.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.problem.ProblemException;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {
    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @CsvSource({
        "8888_alice_1a2b, alice",
        "8888_alice_00000000deadbeef, alice",
        "8888_alice_1a2b_3c4d, alice_1a2b",
        "8888__a__1a2b, _a_",
        "8888_8888_1a2b, 8888",
        "8888___proto___1a2b, __proto__"
    })
    void aNameBelongsToWhatStandsBeforeItsLastPart(String text, String userId) {
        var name = StreamName.parse("8888_", text).orElseThrow();

        assertEquals(userId, name.userId());
        assertEquals(text, name.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_",
                "8888_",
                "8888_alice",
                "8888__1a2b",
                "8888_alice_",
                "9999_alice_1a2b",
                "alice_1a2b",
                "8888_al.ice_1a2b",
                "8888_alice_1a2b.flv",
                "8888_alice_1a 2b",
                "8888_änne_1a2b",
                "8888_a23456789a23456789a23456789a23456_1a2b"
            })
    void anythingElseIsNoName(String text) {
        assertTrue(StreamName.parse("8888_", text).isEmpty());
    }

    @Test
    void inDomainFormThereIsNoPrefix() {
        assertEquals("alice", StreamName.parse("", "alice_1a2b").orElseThrow().userId());
    }

    @Test
    void aNewNameIsTheUsersAndNeverMetTwice() {
        var names = Stream.generate(() -> StreamName.create("8888_", "alice", random))
                .limit(10_000)
                .map(StreamName::toString)
                .collect(Collectors.toSet());

        assertEquals(10_000, names.size());
        assertTrue(names.stream().allMatch(name -> name.matches("8888_alice_[0-9a-f]{16}")));
        assertTrue(
                names.stream().allMatch(name -> StreamName.parse("8888_", name).isPresent()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "al ice", "a.b", "a/b", "a?b", "å", "a23456789a23456789a23456789a23456"})
    void aUserOutsideTheAlphabetGetsNoStream(String userId) {
        assertThrows(ProblemException.class, () -> StreamName.create("8888_", userId, random));
    }
}
