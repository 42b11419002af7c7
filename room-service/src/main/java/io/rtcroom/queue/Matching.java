package io.rtcroom.queue;

import io.rtcroom.agent.Skills;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who gets whom. Entries are taken in their order, each by one of the idle agents that fit, so nobody is passed by a later
 * one whom the same agent fits. It knows nothing of the database, which is why all of it can be explored.
 */
final class Matching {
    private static final Comparator<Free> BY_IDLENESS =
            Comparator.comparing(Free::idleSince).thenComparing(Free::userId);

    private final Strategy strategy;
    private final Skills needed;
    private final List<Step> steps;
    private final Instant now;

    Matching(Strategy strategy, Skills needed, List<Step> steps, Instant now) {
        this.strategy = strategy;
        this.needed = needed;
        this.steps = steps;
        this.now = now;
    }

    /** An agent who could take a caller now. @param occupancy the part of the shift spent talking */
    record Free(String userId, Skills skills, Instant idleSince, Instant lastOfferedAt, double occupancy) {}

    /**
     * A caller who waits.
     *
     * @param lastAgent who served them last, or null
     * @param people who are in the call already, themselves among them: none of them is asked to take it
     */
    record Waiting(UUID id, UUID callId, Skills skills, Instant enteredAt, String lastAgent, Set<String> people) {}

    /** From so long a wait on, these skills suffice. */
    record Step(int afterSeconds, Skills skills) {}

    record Pair(Waiting entry, Free agent) {}

    /** @param waiting in the order of service */
    List<Pair> pair(List<Waiting> waiting, List<Free> idle) {
        List<Free> left = new ArrayList<>(idle);
        List<Pair> pairs = new ArrayList<>();
        for (Waiting entry : waiting) {
            if (left.isEmpty()) break;
            choose(entry, left).ifPresent(agent -> {
                left.remove(agent);
                pairs.add(new Pair(entry, agent));
            });
        }
        return pairs;
    }

    Optional<Free> choose(Waiting entry, List<Free> idle) {
        return idle.stream()
                .filter(agent -> mayTake(entry, agent) && agent.skills.lacks(neededBy(entry)) == null)
                .min(preference(entry));
    }

    private static boolean mayTake(Waiting entry, Free agent) {
        return !entry.people.contains(agent.userId);
    }

    /** What the queue asks for after such a wait, and what the caller asks for. */
    Skills neededBy(Waiting entry) {
        return neededAfter(Duration.between(entry.enteredAt, now).toSeconds(), entry);
    }

    private Skills neededAfter(long waitedSeconds, Waiting entry) {
        return steps.stream()
                .filter(step -> step.afterSeconds <= waitedSeconds)
                .max(Comparator.comparingInt(Step::afterSeconds))
                .map(Step::skills)
                .orElseGet(() -> needed.and(entry.skills));
    }

    /** Since when the agent has sufficed for the caller, without a break; empty if they do not. */
    Optional<Instant> fitsSince(Waiting entry, Free agent) {
        if (!mayTake(entry, agent)) return Optional.empty();
        long waited = Duration.between(entry.enteredAt, now).toSeconds();
        Optional<Instant> since = Optional.empty();
        List<Long> changes = Stream.concat(steps.stream().map(step -> (long) step.afterSeconds), Stream.of(0L))
                .filter(after -> after <= waited)
                .sorted(Comparator.reverseOrder())
                .toList();
        for (long change : changes) {
            if (agent.skills.lacks(neededAfter(change, entry)) != null) break;
            since = Optional.of(entry.enteredAt.plusSeconds(change));
        }
        return since;
    }

    private Comparator<Free> preference(Waiting entry) {
        return switch (strategy) {
            case LONGEST_IDLE -> BY_IDLENESS;
            case ROUND_ROBIN -> Comparator.comparing(Free::lastOfferedAt).thenComparing(BY_IDLENESS);
            case LEAST_OCCUPIED -> Comparator.comparingDouble(Free::occupancy).thenComparing(BY_IDLENESS);
            case SKILL_WEIGHTED ->
                Comparator.comparingInt((Free agent) -> -agent.skills.weightFor(neededBy(entry)))
                        .thenComparing(BY_IDLENESS);
            case STICKY ->
                Comparator.comparing((Free agent) -> !agent.userId.equals(entry.lastAgent))
                        .thenComparing(BY_IDLENESS);
        };
    }
}
