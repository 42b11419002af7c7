package io.rtcroom.im;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.im.ImGroups.Lease;
import io.rtcroom.im.ImTask.Call;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * A group's tasks, one after the other. Every transaction here holds the group's row, so a room that registers is either
 * seen by a destroy or finds the lease taken and is served after it. The calls lie between the transactions.
 */
@Singleton
class ImLine {
    private static final Logger LOG = Logger.getLogger(ImLine.class);
    private static final Duration UNKNOWN_SETTLES = Duration.ofSeconds(20);
    private static final int TRIES_OF_A_TEXT = 5;

    private final Pool pool;
    private final ImGroups groups;
    private final ImTasks tasks;
    private final ImConfig config;
    private final Counter givenUp;

    ImLine(Pool pool, ImGroups groups, ImTasks tasks, ImConfig config, MeterRegistry meters) {
        this.pool = pool;
        this.groups = groups;
        this.tasks = tasks;
        this.config = config;
        givenUp = meters.counter("rtcroom.im.given.up");
    }

    /** @param lease present if the caller is to serve the group now */
    record Place(boolean ready, Lease lease) {}

    /** What the holder of a lease does next. */
    record Step(ImTask task, Call call, ImGroup group) {}

    /** Notes that the room needs the group. A room that has ended needs nothing any more. */
    Uni<Place> register(String groupId, String roomUid) {
        return pool.withTransaction(transaction -> groups.enter(transaction, groupId, roomUid)
                .chain(entry -> entry.ready() || entry.roomEnded()
                        ? Uni.createFrom().item(new Place(true, null))
                        : order(transaction, groupId, roomUid, entry.free())));
    }

    private Uni<Place> order(SqlConnection transaction, String groupId, String roomUid, boolean free) {
        return tasks.add(transaction, groupId, roomUid, ImTask.Kind.ENSURE, Duration.ZERO)
                .chain(() -> free
                        ? groups.lease(transaction, groupId)
                        : Uni.createFrom().nullItem())
                .map(lease -> new Place(false, lease));
    }

    /** The next thing to do, or null: the lease is lost, or given back because nothing is due. */
    Uni<Step> next(Lease lease) {
        return pool.withTransaction(transaction -> groups.extend(transaction, lease)
                .onItem()
                .ifNotNull()
                .transformToUni(group -> tasks.head(transaction, lease.groupId())
                        .chain(task -> task == null
                                ? groups.release(transaction, lease, Duration.ZERO)
                                        .replaceWith((Step) null)
                                : decide(transaction, task, group))));
    }

    private Uni<Step> decide(SqlConnection transaction, ImTask task, ImGroup group) {
        Step step = new Step(task, task.call(group), group);
        return switch (step.call) {
            case NONE -> tasks.remove(transaction, task).replaceWith(step);
            // From here until the answer nobody knows.
            case DESTROY -> groups.setReady(transaction, task.groupId(), false).replaceWith(step);
            case ENSURE, NOTIFY, MESSAGE, DIRECT, KICK -> Uni.createFrom().item(step);
        };
    }

    /** Books what became of the call; says whether the holder goes on with the next task. */
    Uni<Boolean> finish(Lease lease, Step step, ImOutcome outcome) {
        return pool.withTransaction(transaction -> groups.extend(transaction, lease)
                .chain(group -> group == null
                        ? Uni.createFrom().item(false)
                        : book(transaction, lease, new Step(step.task, step.call, group), outcome)));
    }

    private Uni<Boolean> book(SqlConnection transaction, Lease lease, Step step, ImOutcome outcome) {
        return switch (outcome) {
            case ImOutcome.Done done -> done(transaction, step).replaceWith(true);
            case ImOutcome.Gone gone -> gone(transaction, lease, step);
            case ImOutcome.Refused refused ->
                giveUp(transaction, step.task, refused.reason()).replaceWith(true);
            case ImOutcome.Retry retry -> again(transaction, lease, step, retry);
            case ImOutcome.Declined declined -> declined(transaction, lease, step, declined.reason());
        };
    }

    /** A text that is never taken must not hold up those behind it. */
    private Uni<Boolean> declined(SqlConnection transaction, Lease lease, Step step, String reason) {
        boolean isText = step.call == Call.MESSAGE || step.call == Call.DIRECT;
        return isText && step.task.attempts() + 1 >= TRIES_OF_A_TEXT
                ? giveUp(transaction, step.task, reason).replaceWith(true)
                : again(transaction, lease, step, new ImOutcome.Retry(reason, false));
    }

    private Uni<Void> done(SqlConnection transaction, Step step) {
        Uni<Void> removed = tasks.remove(transaction, step.task);
        return step.call == Call.ENSURE
                ? removed.chain(() -> groups.setReady(transaction, step.task.groupId(), true))
                : removed;
    }

    /** For a destroy it is as wished; what is to reach a room that lives on needs the group made again. */
    private Uni<Boolean> gone(SqlConnection transaction, Lease lease, Step step) {
        boolean meantForGroup = step.call == Call.NOTIFY || step.call == Call.MESSAGE;
        if (!meantForGroup || !step.group.isLive())
            return tasks.remove(transaction, step.task).replaceWith(true);
        String groupId = lease.groupId();
        return groups.setReady(transaction, groupId, false)
                .chain(() -> tasks.add(transaction, groupId, step.task.roomUid(), ImTask.Kind.ENSURE, Duration.ZERO))
                .chain(() -> again(transaction, lease, step, new ImOutcome.Retry("the group was gone", false)));
    }

    private Uni<Boolean> again(SqlConnection transaction, Lease lease, Step step, ImOutcome.Retry retry) {
        if (step.task.overdue())
            return giveUp(transaction, step.task, retry.reason()).replaceWith(true);
        return tasks.noteFailure(transaction, step.task, retry.reason())
                .chain(() -> confirmLater(transaction, step, retry))
                .chain(() -> groups.release(transaction, lease, pause(step.task.attempts())))
                .replaceWith(false);
    }

    /** A destroy without an answer may reach the vendor late, after a newer room made its group. */
    private Uni<Void> confirmLater(SqlConnection transaction, Step step, ImOutcome.Retry retry) {
        if (step.call != Call.DESTROY || !retry.unknown())
            return Uni.createFrom().voidItem();
        return tasks.add(transaction, step.task.groupId(), step.task.roomUid(), ImTask.Kind.CONFIRM, UNKNOWN_SETTLES);
    }

    private Uni<Void> giveUp(SqlConnection transaction, ImTask task, String reason) {
        givenUp.increment();
        LOG.warnf(
                "IM task given up: kind=%s groupId=%s roomId=%s attempts=%d reason=%s",
                task.kind(), task.groupId(), task.roomUid(), task.attempts() + 1, reason);
        return tasks.bury(transaction, task, reason);
    }

    /** Doubles with each attempt up to its limit; jitter keeps groups that failed together apart. */
    private Duration pause(int attempts) {
        Duration doubled = config.retry().firstPause().multipliedBy(1L << Math.min(attempts, 16));
        long millis = Math.min(doubled.toMillis(), config.retry().longestPause().toMillis());
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
