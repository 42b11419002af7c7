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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
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

    /**
     * The bound of docs/calls.md: from 270 s after an ordinary caller's coming nobody gets before them, and whoever stands in
     * front by then, or is with an agent, is served in turns of the agents.
     */
    @Test
    void aFloodOfTheHighestPriorityDelaysAnOrdinaryCallerNoLongerThanStated() {
        Random random = new Random(4711);
        for (int round = 0; round < 200; round++) {
            int agents = 1 + random.nextInt(4);
            int held = 5 + random.nextInt(60);
            int flood = 1 + random.nextInt(3);

            Flood run = new Flood(agents, held, flood);

            int waited = run.secondsUntilTheOrdinaryCallerIsServed();
            int bound = 270 + (run.inFrontAfterTheReach / agents + 1) * held;
            assertTrue(waited <= bound, () -> waited + " s is more than " + bound);
        }
    }

    /** Each second some more callers of priority 9 come, to agents who hold each for as long as they can. */
    private static final class Flood {
        private static final int REACH = 270;
        private static final int LONGEST_QUEUE = 100;

        private final int held;
        private final int perSecond;
        private final int[] busyUntil;
        private final TreeMap<Place, Waiting> queue = new TreeMap<>();
        private final Place ordinary = new Place(0, 0);
        private long number;
        private int inFrontAfterTheReach;

        /** The order of the queue's rows. */
        private record Place(int due, long number) implements Comparable<Place> {
            @Override
            public int compareTo(Place other) {
                return due != other.due ? Integer.compare(due, other.due) : Long.compare(number, other.number);
            }
        }

        Flood(int agents, int held, int perSecond) {
            this.held = held;
            this.perSecond = perSecond;
            busyUntil = new int[agents];
            Arrays.fill(busyUntil, held);
            queue.put(ordinary, caller(Skills.NONE, 0, null));
        }

        int secondsUntilTheOrdinaryCallerIsServed() {
            for (int second = 0; ; second++) {
                for (int i = 0; i < perSecond && queue.size() < LONGEST_QUEUE; i++)
                    queue.put(new Place(second - REACH, ++number), caller(Skills.NONE, 0, null));
                if (second == REACH)
                    inFrontAfterTheReach = queue.headMap(ordinary).size() + busyUntil.length;
                serve(second);
                if (!queue.containsKey(ordinary)) return second;
            }
        }

        private void serve(int second) {
            List<Free> idle = new ArrayList<>();
            for (int i = 0; i < busyUntil.length; i++)
                if (busyUntil[i] <= second) idle.add(new Free("" + i, Skills.NONE, NOW, NOW, 0));
            for (Pair pair : longestIdle().pair(List.copyOf(queue.values()), idle)) {
                busyUntil[Integer.parseInt(pair.agent().userId())] = second + held;
                queue.values().remove(pair.entry());
            }
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
        return new Waiting(
                UUID.randomUUID(), UUID.randomUUID(), skills, NOW.minusSeconds(waitedSeconds), lastAgent, Set.of());
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
