package io.rtcroom.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.agent.Skills;
import io.rtcroom.queue.Matching.Free;
import io.rtcroom.queue.Matching.Pair;
import io.rtcroom.queue.Matching.Step;
import io.rtcroom.queue.Matching.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who gets whom, by each strategy and in any constellation. */
class MatchingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> SKILLS = List.of("loans", "cards", "chinese");

    @Test
    void theLongestIdleIsFirstUnlessTheStrategySaysOtherwise() {
        Free mia = new Free("mia", skills("loans", 3), NOW.minusSeconds(60), NOW.minusSeconds(10), 0.9);
        Free max = new Free("max", skills("loans", 9), NOW.minusSeconds(30), NOW.minusSeconds(90), 0.5);
        Waiting caller = caller(Skills.NONE, 0, "max");
        Waiting borrower = caller(skills("loans", 1), 0, null);

        assertEquals("mia", chosen(Strategy.LONGEST_IDLE, caller, mia, max));
        assertEquals("max", chosen(Strategy.ROUND_ROBIN, caller, mia, max));
        assertEquals("max", chosen(Strategy.LEAST_OCCUPIED, caller, mia, max));
        assertEquals("max", chosen(Strategy.SKILL_WEIGHTED, borrower, mia, max));
        assertEquals("max", chosen(Strategy.STICKY, caller, mia, max));
        assertEquals("mia", chosen(Strategy.STICKY, borrower, mia, max));
    }

    @Test
    void skillsAreAskedForUntilAStepRelaxesThem() {
        Free mia = new Free("mia", skills("loans", 3), NOW, NOW, 0);
        List<Step> steps = List.of(new Step(30, skills("loans", 3)), new Step(60, Skills.NONE));
        var matching = new Matching(Strategy.LONGEST_IDLE, skills("loans", 5), steps, NOW);

        assertTrue(matching.choose(caller(Skills.NONE, 29, null), List.of(mia)).isEmpty());
        assertTrue(matching.choose(caller(Skills.NONE, 30, null), List.of(mia)).isPresent());
        assertTrue(matching.choose(caller(skills("chinese", 1), 59, null), List.of(mia))
                .isPresent());
        assertEquals(Skills.NONE, matching.neededBy(caller(skills("chinese", 1), 60, null)));
    }

    @Test
    void anAgentFitsSinceTheFirstOfTheStepsThatSuffice() {
        Free mia = new Free("mia", skills("loans", 3), NOW, NOW, 0);
        List<Step> steps =
                List.of(new Step(10, skills("loans", 3)), new Step(20, skills("cards", 1)), new Step(30, Skills.NONE));
        var matching = new Matching(Strategy.LONGEST_IDLE, skills("loans", 5), steps, NOW);

        assertEquals(Optional.empty(), matching.fitsSince(caller(Skills.NONE, 9, null), mia));
        assertEquals(Optional.of(NOW.minusSeconds(5)), matching.fitsSince(caller(Skills.NONE, 15, null), mia));
        assertEquals(Optional.empty(), matching.fitsSince(caller(Skills.NONE, 25, null), mia));
        assertEquals(Optional.of(NOW.minusSeconds(5)), matching.fitsSince(caller(Skills.NONE, 35, null), mia));
        assertEquals(Optional.of(NOW.minusSeconds(35)), longestIdle().fitsSince(caller(Skills.NONE, 35, null), mia));
    }

    @Test
    void whoeverNeedsMoreIsPassedOnlyByThoseWhoseAgentDoesNotFit() {
        Free mia = new Free("mia", Skills.NONE, NOW, NOW, 0);
        Waiting first = caller(skills("loans", 1), 0, null);
        Waiting second = caller(Skills.NONE, 0, null);

        List<Pair> pairs = longestIdle().pair(List.of(first, second), List.of(mia));

        assertEquals(List.of(new Pair(second, mia)), pairs);
        assertNull(mia.skills().lacks(second.skills()));
        assertEquals("loans", mia.skills().lacks(first.skills()));
    }

    /** Whatever comes together: nobody twice, nobody beside an agent who fits, nobody passed by a later one who fits. */
    @Test
    void anyConstellationIsMatchedInOrder() {
        Random random = new Random(4711);
        for (int round = 0; round < 20_000; round++) {
            List<Waiting> waiting = new ArrayList<>();
            List<Free> idle = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--)
                waiting.add(caller(someSkills(random), random.nextInt(100), null));
            for (int i = random.nextInt(6); i > 0; i--)
                idle.add(new Free(
                        "a" + i, someSkills(random), NOW.minusSeconds(random.nextInt(100)), NOW, random.nextDouble()));
            Strategy strategy = Strategy.values()[random.nextInt(Strategy.values().length)];

            var pairs = new Matching(strategy, Skills.NONE, List.of(), NOW).pair(waiting, idle);

            assertInOrder(waiting, idle, pairs);
        }
    }

    private static void assertInOrder(List<Waiting> waiting, List<Free> idle, List<Pair> pairs) {
        Set<Object> used = new HashSet<>();
        for (Pair pair : pairs) {
            assertTrue(used.add(pair.entry()) && used.add(pair.agent()), pairs::toString);
            assertNull(pair.agent().skills().lacks(pair.entry().skills()));
        }
        for (Waiting left : waiting) {
            if (used.contains(left)) continue;
            for (Free agent : idle)
                if (agent.skills().lacks(left.skills()) == null) {
                    Waiting taker = pairs.stream()
                            .filter(pair -> pair.agent().equals(agent))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("a caller waits beside an agent who fits"))
                            .entry();
                    assertTrue(waiting.indexOf(taker) < waiting.indexOf(left), "a later caller was first");
                }
        }
    }

    private static String chosen(Strategy strategy, Waiting caller, Free... idle) {
        return new Matching(strategy, Skills.NONE, List.of(), NOW)
                .choose(caller, List.of(idle))
                .orElseThrow()
                .userId();
    }

    private static Matching longestIdle() {
        return new Matching(Strategy.LONGEST_IDLE, Skills.NONE, List.of(), NOW);
    }

    private static Waiting caller(Skills skills, int waitedSeconds, String lastAgent) {
        return new Waiting(UUID.randomUUID(), UUID.randomUUID(), skills, NOW.minusSeconds(waitedSeconds), lastAgent);
    }

    private static Skills skills(String name, int level) {
        return new Skills(Map.of(name, level));
    }

    private static Skills someSkills(Random random) {
        return random.nextBoolean()
                ? Skills.NONE
                : skills(SKILLS.get(random.nextInt(SKILLS.size())), 1 + random.nextInt(3));
    }
}
