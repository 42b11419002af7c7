package io.rtcroom.system;

import io.rtcroom.history.Operation;
import io.rtcroom.history.Operation.Kind;
import io.rtcroom.history.Operation.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** One user who does one thing after the other in a few rooms, chosen by a seed, and what was told each time. */
final class HistoryClient {
    /** Longer than any request lives on in the services: afterwards nothing comes of it. */
    private static final Duration LONGEST_EFFECT = Duration.ofSeconds(30);
    /** Refusals of protocol.md §4: the room is full, not a member, no such room or not its creator. */
    private static final Set<Integer> REFUSALS = Set.of(5001, 5, 3);

    private final OldClient client;
    private final V1Client newClient;
    private final List<String> rooms;
    private final Random random;
    private final Map<String, String> pushUrls = new HashMap<>();
    private final Map<String, Queue<Operation>> operations = new ConcurrentHashMap<>();

    HistoryClient(Stack stack, List<String> rooms, long seed) {
        client = OldClient.login(stack, OldClient.MULTI);
        newClient = V1Client.user(stack, client.userId);
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
        else if (choice < 15) leaveLate(room);
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

    private Outcome record(String room, Kind kind) {
        return record(room, kind, HistoryClient::outcome, () -> switch (kind) {
            case JOIN -> client.addPusher(room, pushUrls.get(room));
            case LEAVE -> client.deletePusher(room);
            case DESTROY -> client.destroyRoom(room);
            case LIST -> client.getPushers(room);
            case LATE_LEAVE -> throw new IllegalArgumentException("it needs a session");
        });
    }

    /** The user comes in twice, as after a change of networks, and the first stay's leave comes last. */
    private void leaveLate(String room) {
        Optional<String> uid = uid(room);
        if (uid.isEmpty()) return;
        var session = new AtomicReference<String>();
        Outcome first = record(room, Kind.JOIN, HistoryClient::outcomeOfJoin, () -> {
            Answer joined = newClient.join(uid.get());
            session.set(joined.text("session"));
            return joined;
        });
        if (first != Outcome.DONE || record(room, Kind.JOIN) != Outcome.DONE) return;
        record(
                room,
                Kind.LATE_LEAVE,
                HistoryClient::newOutcome,
                () -> newClient.leave(uid.get(), client.userId, session.get()));
    }

    private Optional<String> uid(String room) {
        try {
            return newClient.find("multi", room).texts("items", "uid").stream().findFirst();
        } catch (Http.NoAnswerException e) {
            return Optional.empty();
        }
    }

    /** @param meaning null for an answer that says nothing of the room */
    private Outcome record(String room, Kind kind, Function<Answer, Outcome> meaning, Supplier<Answer> request) {
        long calledAt = System.nanoTime();
        Operation operation;
        try {
            Answer answer = request.get();
            Outcome outcome = meaning.apply(answer);
            if (outcome == null) return null;
            operation = outcome == Outcome.UNKNOWN
                    ? unknown(calledAt, kind)
                    : new Operation(calledAt, System.nanoTime(), client.userId, kind, outcome, seen(answer, kind));
        } catch (Http.NoAnswerException e) {
            operation = unknown(calledAt, kind);
        }
        operations.computeIfAbsent(room, name -> new ConcurrentLinkedQueue<>()).add(operation);
        return operation.outcome();
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

    /** That a room has ended, asked for by its uid, says nothing of the one that has its name now. */
    private static Outcome outcomeOfJoin(Answer answer) {
        return answer.status() == 404 ? null : newOutcome(answer);
    }

    private static Outcome newOutcome(Answer answer) {
        return switch (answer.status()) {
            case 200, 201, 204 -> Outcome.DONE;
            case 404, 409 -> Outcome.REFUSED;
            // As the old dialect's -1: a planted bug may be stopped by the database alone.
            case 500, 503 -> Outcome.UNKNOWN;
            default -> throw new IllegalStateException("unexpected: " + answer);
        };
    }

    private static Set<String> seen(Answer answer, Kind kind) {
        return kind == Kind.LIST ? Set.copyOf(answer.texts("pushers", "userID")) : Set.of();
    }
}
