package io.rtcroom.system;

import io.rtcroom.history.Operation;
import io.rtcroom.history.Operation.Kind;
import io.rtcroom.history.Operation.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One user who does one thing after the other in a few rooms, chosen by a seed, and what was told each time. */
final class HistoryClient {
    /** Longer than any request lives on in the services: afterwards nothing comes of it. */
    private static final Duration LONGEST_EFFECT = Duration.ofSeconds(30);
    /** Refusals of protocol.md §4: the room is full, not a member, no such room or not its creator. */
    private static final Set<Integer> REFUSALS = Set.of(5001, 5, 3);

    private final OldClient client;
    private final List<String> rooms;
    private final Random random;
    private final Map<String, String> pushUrls = new HashMap<>();
    private final Map<String, Queue<Operation>> operations = new ConcurrentHashMap<>();

    HistoryClient(Stack stack, List<String> rooms, long seed) {
        client = OldClient.login(stack, OldClient.MULTI);
        this.rooms = rooms;
        random = new Random(seed);
        rooms.forEach(room -> pushUrls.put(room, client.pushUrl(room)));
    }

    void doSomething() {
        String room = rooms.get(random.nextInt(rooms.size()));
        int choice = random.nextInt(20);
        if (choice < 8) record(room, Kind.JOIN);
        else if (choice < 13) record(room, Kind.LEAVE);
        else if (choice < 14) record(room, Kind.DESTROY);
        else record(room, Kind.LIST);
    }

    void list(String room) {
        record(room, Kind.LIST);
    }

    /** Whoever is in a room stays there; a beat's answer promises nothing and is not part of the history. */
    void beatEverywhere() {
        for (String room : rooms) {
            try {
                client.heartbeat(room);
            } catch (Http.NoAnswerException e) {
                // The next one follows soon.
            }
        }
    }

    List<Operation> operations(String room) {
        return List.copyOf(operations.getOrDefault(room, new ConcurrentLinkedQueue<>()));
    }

    private void record(String room, Kind kind) {
        long calledAt = System.nanoTime();
        Operation operation;
        try {
            Answer answer = request(room, kind);
            operation = outcome(answer) == Outcome.UNKNOWN
                    ? unknown(calledAt, kind)
                    : new Operation(
                            calledAt, System.nanoTime(), client.userId, kind, outcome(answer), seen(answer, kind));
        } catch (Http.NoAnswerException e) {
            operation = unknown(calledAt, kind);
        }
        operations.computeIfAbsent(room, name -> new ConcurrentLinkedQueue<>()).add(operation);
    }

    private Answer request(String room, Kind kind) {
        return switch (kind) {
            case JOIN -> client.addPusher(room, pushUrls.get(room));
            case LEAVE -> client.deletePusher(room);
            case DESTROY -> client.destroyRoom(room);
            case LIST -> client.getPushers(room);
        };
    }

    private Operation unknown(long calledAt, Kind kind) {
        return new Operation(
                calledAt, calledAt + LONGEST_EFFECT.toNanos(), client.userId, kind, Outcome.UNKNOWN, Set.of());
    }

    private static Outcome outcome(Answer answer) {
        int code = answer.status() == 200 ? answer.code() : -1;
        if (code == -1) return Outcome.UNKNOWN;
        if (code != 0 && !REFUSALS.contains(code)) throw new IllegalStateException("unexpected: " + answer);
        return code == 0 ? Outcome.DONE : Outcome.REFUSED;
    }

    private static Set<String> seen(Answer answer, Kind kind) {
        return kind == Kind.LIST ? Set.copyOf(answer.texts("pushers", "userID")) : Set.of();
    }
}
