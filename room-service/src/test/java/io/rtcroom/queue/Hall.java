package io.rtcroom.queue;

import static io.rtcroom.Fixtures.PATIENCE;
import static io.rtcroom.Fixtures.addresses;
import static io.rtcroom.Fixtures.profile;
import static io.rtcroom.Fixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rtcroom.agent.Agents;
import io.rtcroom.agent.Skills;
import io.rtcroom.call.Call;
import io.rtcroom.call.Calls;
import io.rtcroom.call.Calls.Party;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Where callers and agents of tests meet on a real database: making them, and looking at the rows. */
@Singleton
class Hall {
    private final Queues queues;
    private final Entries entries;
    private final Agents agents;
    private final Calls calls;
    private final Pool pool;

    Hall(Queues queues, Entries entries, Agents agents, Calls calls, Pool pool) {
        this.queues = queues;
        this.entries = entries;
        this.agents = agents;
        this.calls = calls;
        this.pool = pool;
    }

    static String aName() {
        return random("q").replace('_', '-');
    }

    /** It takes callers without agents. */
    String aQueue() {
        return aQueue(aName(), 300, 100, List.of(), true);
    }

    String aQueue(String name, int offerSeconds, int maxLength, List<Hours> hours, boolean acceptsUnstaffed) {
        get(queues.put(new Queue(
                name,
                Strategy.LONGEST_IDLE,
                Skills.NONE,
                List.of(),
                Duration.ofSeconds(offerSeconds),
                Duration.ofSeconds(60),
                Duration.ofMinutes(30),
                maxLength,
                hours,
                ZoneOffset.UTC,
                acceptsUnstaffed,
                Duration.ofSeconds(20),
                null)));
        return name;
    }

    String anAgent(String name, String queue) {
        String id = random(name);
        open(id, queue);
        return id;
    }

    Object open(String agent, String queue) {
        return get(agents.open(agent, Skills.NONE, List.of(queue), ""));
    }

    /** They rest for long, as after an offer that is over. */
    void wrapUp(String agent) {
        query("update agent set state = 'OFFERED' where user_id = $1", agent);
        query(
                "update agent set state = 'WRAP_UP', ready_at = clock_timestamp() + interval '1 hour' where user_id = $1",
                agent);
    }

    Entry enter(String queue, String caller) {
        return get(entering(queue, caller, Skills.NONE));
    }

    Uni<Entry> entering(String queue, String caller, Skills skills) {
        return entries.enter(queue, new Party(profile(caller), "phone", addresses(caller)), skills, 0, "");
    }

    Object answer(Entry entry, String user) {
        return get(accepting(entry, user));
    }

    /** As the user's client does, without addresses from url-service. */
    Uni<Call> accepting(Entry entry, String user) {
        return calls.accept(entry.callId(), new Party(profile(user), "desk", addresses(user)), free());
    }

    static Calls.Guard free() {
        return connection -> Uni.createFrom().voidItem();
    }

    EntryState state(Entry entry) {
        return get(entries.require(entry.queue(), entry.id())).state();
    }

    String agent(String id) {
        return query("select state from agent where user_id = $1", id)
                .iterator()
                .next()
                .getString(0);
    }

    UUID callOf(String user) {
        return query("select call_id from engagement where user_id = $1", user)
                .iterator()
                .next()
                .getUUID(0);
    }

    long count(String sql, Object... parameters) {
        return query(sql, parameters).iterator().next().getLong(0);
    }

    RowSet<Row> query(String sql, Object... parameters) {
        Tuple values = Tuple.tuple();
        for (Object parameter : parameters) values.addValue(parameter);
        return get(pool.preparedQuery(sql).execute(values));
    }

    static void assertRefused(ProblemType type, Uni<?> call) {
        assertEquals(type, assertThrows(ProblemException.class, () -> get(call)).type());
    }

    static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
