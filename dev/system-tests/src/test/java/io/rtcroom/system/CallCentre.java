package io.rtcroom.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** One queue with agents on duty and callers who come one after the other, all of them chosen by a seed. */
final class CallCentre implements AutoCloseable {
    private static final String SETTINGS =
            "{\"offerSeconds\":5,\"wrapUpSeconds\":1,\"maxLength\":100000,\"acceptsUnstaffed\":true}";
    /** So that callers come as fast as a few busy cores can have them served. */
    private static final Duration BETWEEN_CALLERS = Duration.ofMillis(300);

    private static final Duration SETTLING = Duration.ofSeconds(90);

    private final Stack stack;
    private final String queue = Names.user("q").replace('_', '-');
    private final List<DutyAgent> agents;
    private final List<WaitingCaller> callers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> working = new ArrayList<>();
    private final List<Future<?>> calling = new ArrayList<>();
    private volatile boolean closing;

    private CallCentre(Stack stack, int callerCount, int agentCount, long seed) {
        this.stack = stack;
        stack.backEnd()
                .send("PUT", "/v1/queues/" + queue, "application/json", SETTINGS)
                .hasStatus(200);
        Duration window = BETWEEN_CALLERS.multipliedBy(callerCount);
        agents = Parallel.run(agentCount, i -> new DutyAgent(this, seed + i));
        callers = IntStream.range(0, callerCount)
                .mapToObj(i -> new WaitingCaller(this, window, seed + agentCount + i))
                .toList();
        agents.forEach(DutyAgent::open);
    }

    static CallCentre open(Stack stack, int callers, int agents, long seed) {
        var centre = new CallCentre(stack, callers, agents, seed);
        centre.agents.forEach(agent -> centre.working.add(centre.threads.submit(agent)));
        centre.callers.forEach(caller -> centre.calling.add(centre.threads.submit(caller)));
        return centre;
    }

    Stack stack() {
        return stack;
    }

    /** Also while replicas die. */
    V1Client client(String userId) {
        String token = Patience.throughOutages(
                        () -> stack.backEnd().post("/v1/tokens", "{\"userId\":\"" + userId + "\"}"))
                .hasStatus(201)
                .text("token");
        return new V1Client(stack.origin(), token);
    }

    Database database() {
        return stack.database();
    }

    String queue() {
        return queue;
    }

    String entries() {
        return "/v1/queues/" + queue + "/entries";
    }

    List<DutyAgent> agents() {
        return agents;
    }

    List<WaitingCaller> callers() {
        return callers;
    }

    boolean isOpen() {
        return !closing;
    }

    boolean hasCallers() {
        return !calling.stream().allMatch(Future::isDone);
    }

    /** Everybody was there to the end; the agents are still, until nothing is left to be done. */
    void finish() {
        calling.forEach(CallCentre::requireSuccess);
        await().atMost(SETTLING)
                .until(() -> database()
                                .number("select count(*) from room.queue_entry where queue = '" + queue
                                        + "' and left_at is null")
                        == 0);
        await().atMost(SETTLING)
                .until(() -> database()
                                .number(
                                        "select count(*) from room.agent_queue q join room.agent a on a.user_id = q.user_id"
                                                + " where q.queue = '" + queue
                                                + "' and a.state in ('OFFERED', 'BUSY', 'WRAP_UP')")
                        == 0);
        closing = true;
        working.forEach(CallCentre::requireSuccess);
    }

    private static void requireSuccess(Future<?> person) {
        try {
            person.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller or an agent failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closing = true;
        threads.shutdownNow();
        threads.close();
    }
}
