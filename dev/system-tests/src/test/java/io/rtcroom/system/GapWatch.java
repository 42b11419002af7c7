package io.rtcroom.system;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks again and again for callers and idle agents who are there for each other, and for how long they have been: from the
 * rows, and so also while no replica is there to say it.
 */
final class GapWatch implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final String PRESENT =
            """
            select e.caller, max(extract(epoch from clock_timestamp() - greatest(e.entered_at, p.back_at, a.state_since,
                (select max(o.ended_at) from room.offer o where o.entry_id = e.id))))
            from room.queue_entry e
                join room.call_participant p on p.call_id = e.call_id and p.user_id = e.caller
                join room.agent_queue q on q.queue = e.queue
                join room.agent a on a.user_id = q.user_id
            where e.queue = '%s' and e.live and e.state = 'WAITING' and p.state = 'JOINED'
                and p.lease_until > clock_timestamp()
                and a.state = 'IDLE' and not a.draining and a.lease_until > clock_timestamp()
                and not exists (select from room.engagement g where g.user_id = a.user_id)
            group by e.caller
            """;

    private final Database database;
    private final String queue;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<?> watching;
    private final Map<String, Double> longest = new TreeMap<>();
    private volatile boolean closing;
    private int looks;

    private GapWatch(Database database, String queue) {
        this.database = database;
        this.queue = queue;
        watching = threads.submit(this::watch);
    }

    static GapWatch of(Database database, String queue) {
        return new GapWatch(database, queue);
    }

    private void watch() {
        while (!closing) {
            database.pairs(PRESENT.formatted(queue))
                    .forEach((caller, gap) -> longest.merge(caller, Double.valueOf(gap), Math::max));
            looks++;
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Ends the watch; fails if it could not be kept. */
    String seen() throws ExecutionException, InterruptedException {
        closing = true;
        watching.get();
        double most = longest.values().stream().max(Double::compare).orElse(0.0);
        return "gaps were seen of %d callers in %d looks, the longest of %.2f s".formatted(longest.size(), looks, most);
    }

    @Override
    public void close() {
        closing = true;
        threads.close();
    }
}
