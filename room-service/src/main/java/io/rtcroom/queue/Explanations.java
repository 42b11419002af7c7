package io.rtcroom.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rtcroom.agent.AgentState;
import io.rtcroom.agent.Skills;
import io.rtcroom.database.Database;
import io.rtcroom.queue.Matching.Free;
import io.rtcroom.queue.Matching.Waiting;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Why a caller waits, and who would get one: the rules of the real matching, asked without doing anything. */
@Singleton
class Explanations {
    private static final String AGENTS =
            """
            select a.user_id, a.state, a.skills, a.state_since, greatest(a.last_offered_at, a.opened_at), a.busy_millis
                    / greatest(1, extract(epoch from clock_timestamp() - a.opened_at) * 1000)::float8,
                a.draining, coalesce(a.lease_until <= (select presence_floor()), true),
                exists (select from engagement g where g.user_id = a.user_id),
                exists (select from call_participant p where p.call_id = $2 and p.user_id = a.user_id
                    and (p.role = 'caller' or p.state in ('JOINED', 'RINGING', 'PENDING')))
            from agent_queue q join agent a on a.user_id = q.user_id where q.queue = $1 order by a.user_id limit 500
            """;
    private static final String OFFERS =
            "select number, agent, offered_at, outcome from offer where entry_id = $1 order by number limit 100";
    private static final UUID NOBODY = new UUID(0, 0);

    private final Database database;
    private final Queues queues;
    private final Entries entries;

    Explanations(Database database, Queues queues, Entries entries) {
        this.database = database;
        this.queues = queues;
        this.entries = entries;
    }

    /** @param ahead how many stand before the caller @param offers those made so far @param agents all of the queue */
    record Why(EntryState state, boolean dropped, int ahead, List<OfferLine> offers, List<Verdict> agents) {}

    record OfferLine(long number, String agent, Instant offeredAt, String outcome) {}

    /** @param verdict {@code fits}, or what stands against it @param missing the skill that is not enough */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Verdict(String agent, AgentState state, String verdict, String missing) {}

    /** @param agent who would get the caller now; absent if nobody would */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DryRun(String agent, List<Verdict> agents) {}

    private record Candidate(Free free, AgentState state, Verdict verdict) {
        boolean fits() {
            return verdict.verdict.equals("fits");
        }
    }

    Uni<Why> why(String queueName, UUID entryId) {
        return entries.require(queueName, entryId)
                .chain(entry -> queues.require(queueName).chain(queue -> candidates(queue, waiting(entry))
                        .chain(found -> database.query(OFFERS, Tuple.of(entryId))
                                .map(offers -> new Why(
                                        entry.state(),
                                        entry.dropped(),
                                        entry.ahead(),
                                        lines(offers),
                                        found.stream().map(Candidate::verdict).toList())))));
    }

    /** Who would get a caller who came now and needed these skills. */
    Uni<DryRun> dryRun(String queueName, Skills skills) {
        return queues.require(queueName).chain(queue -> {
            Waiting caller = new Waiting(NOBODY, NOBODY, skills, queue.now(), null, Set.of());
            return candidates(queue, caller).map(found -> {
                List<Free> free = found.stream()
                        .filter(Candidate::fits)
                        .map(Candidate::free)
                        .toList();
                return new DryRun(
                        queue.matching().choose(caller, free).map(Free::userId).orElse(null),
                        found.stream().map(Candidate::verdict).toList());
            });
        });
    }

    private Uni<List<Candidate>> candidates(Queue queue, Waiting caller) {
        Skills needed = queue.matching().neededBy(caller);
        return database.query(AGENTS, Tuple.of(queue.name(), caller.callId())).map(rows -> {
            List<Candidate> candidates = new ArrayList<>(rows.size());
            for (Row row : rows) candidates.add(candidate(row, needed));
            return candidates;
        });
    }

    private static Candidate candidate(Row row, Skills needed) {
        Free free = new Free(
                row.getString(0),
                Skills.read(row.getString(2)),
                row.get(OffsetDateTime.class, 3).toInstant(),
                row.get(OffsetDateTime.class, 4).toInstant(),
                row.getDouble(5));
        AgentState state = AgentState.valueOf(row.getString(1));
        String missing = free.skills().lacks(needed);
        String verdict;
        if (state != AgentState.IDLE) verdict = "not-idle";
        else if (row.getBoolean(6)) verdict = "draining";
        else if (row.getBoolean(7)) verdict = "silent";
        else if (row.getBoolean(9)) verdict = "in-the-call";
        else if (row.getBoolean(8)) verdict = "engaged-elsewhere";
        else verdict = missing == null ? "fits" : "lacks-skill";
        return new Candidate(free, state, new Verdict(free.userId(), state, verdict, missing));
    }

    private static Waiting waiting(Entry entry) {
        return new Waiting(
                entry.id(),
                entry.callId(),
                Skills.read(entry.skills()),
                entry.enteredAt(),
                entry.lastAgent(),
                Set.of());
    }

    private static List<OfferLine> lines(RowSet<Row> rows) {
        List<OfferLine> lines = new ArrayList<>(rows.size());
        for (Row row : rows)
            lines.add(new OfferLine(
                    row.getLong(0),
                    row.getString(1),
                    row.get(OffsetDateTime.class, 2).toInstant(),
                    row.getString(3) == null ? "OPEN" : row.getString(3)));
        return lines;
    }
}
