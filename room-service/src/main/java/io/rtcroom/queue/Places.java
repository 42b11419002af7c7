package io.rtcroom.queue;

import io.rtcroom.call.Call;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Keeps the places of a caller in step with their call, once its agents are. */
@Singleton
class Places {
    /** The caller who was called back has come. */
    private static final String ANSWER_BACK =
            """
            update queue_entry set state = 'SERVED', callback = false,
                answered_at = coalesce(answered_at, clock_timestamp())
            where call_id = $1 and state = 'OFFERED'
            """;
    /**
     * Whose agent was lost has a whole wait again; their number is as old as they are. Who was called back in vain is left
     * in peace for a while. Of several places the living one counts, else the one that was served last.
     */
    private static final String WAIT_AGAIN =
            """
            update queue_entry e set state = 'WAITING', callback = $2,
                not_before = case when state = 'OFFERED' and $3::bigint > 0
                    then clock_timestamp() + $3::bigint * interval '1 millisecond' else not_before end,
                wait_until = case when state = 'SERVED' then clock_timestamp() + coalesce(
                    (select max_wait_seconds from queue where name = e.queue), 60) * interval '1 second'
                    else wait_until end
            where id = (
                select id from queue_entry
                where call_id = $1 and state in ('WAITING', 'OFFERED', 'SERVED') and left_at is null
                order by state = 'SERVED', number desc limit 1)
            """;
    /** The place of a caller who is handed over, while or after somebody was looked for. */
    private static final String SOUGHT =
            """
            update queue_entry set state = $2, left_at = case when $2 <> 'WAITING' then clock_timestamp() end
            where call_id = $1 and live and state <> $2
            """;
    /** Whoever served this place is gone, and another agent is with the caller. */
    private static final String LEAVE_BEHIND =
            """
            update queue_entry e set left_at = clock_timestamp()
            where call_id = $1 and state = 'SERVED' and left_at is null and not exists (
                select from offer o join agent_slot s on s.offer_number = o.number where o.entry_id = e.id)
            """;

    private static final String LEAVE =
            """
            update queue_entry set state = case when live then $2 else state end,
                left_at = clock_timestamp()
            where call_id = $1 and left_at is null
            """;

    private final QueueConfig config;

    Places(QueueConfig config) {
        this.config = config;
    }

    Uni<Void> moved(SqlConnection connection, Call call) {
        return switch (call.state()) {
            case QUEUED -> waitAgain(connection, call);
            case RINGING -> Uni.createFrom().voidItem();
            case CONNECTED -> connected(connection, call);
            case ENDED -> run(connection, LEAVE, Tuple.of(call.id(), outcome(call)));
        };
    }

    private Uni<Void> waitAgain(SqlConnection connection, Call call) {
        boolean isDeferred = call.find(call.caller()).isDeferred();
        boolean wasRung = isDeferred && callerHasChanged(call);
        long pause = wasRung ? config.callbackPause().toMillis() : 0;
        return run(connection, WAIT_AGAIN, Tuple.of(call.id(), isDeferred, pause));
    }

    private Uni<Void> connected(SqlConnection connection, Call call) {
        if (callerHasChanged(call)) return run(connection, ANSWER_BACK, Tuple.of(call.id()));
        String outcome = call.transferOutcome();
        if (outcome != null) {
            EntryState as = outcome.equals("timed-out") ? EntryState.TIMED_OUT : EntryState.CANCELLED;
            return run(connection, SOUGHT, Tuple.of(call.id(), as.name()))
                    .chain(() -> run(connection, LEAVE_BEHIND, Tuple.of(call.id())));
        }
        return call.soughtIn() == null
                ? Uni.createFrom().voidItem()
                : run(connection, SOUGHT, Tuple.of(call.id(), EntryState.WAITING.name()));
    }

    private static boolean callerHasChanged(Call call) {
        return call.changed().stream().anyMatch(one -> one.userId().equals(call.caller()));
    }

    private static String outcome(Call call) {
        EntryState as =
                switch (call.reason()) {
                    case TIMED_OUT -> EntryState.TIMED_OUT;
                    case CANCELLED -> EntryState.CANCELLED;
                    default -> EntryState.ABANDONED;
                };
        return as.name();
    }

    private static Uni<Void> run(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).replaceWithVoid();
    }
}
