package io.rtcroom.agent;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Each;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** Ends the wrap-ups that are over, together: any replica, one bounded search. Lost heartbeats: {@link LostAgents}. */
@Singleton
class AgentSweep implements Recurring {
    private static final String RESTED =
            """
            select user_id from agent
            where state = 'WRAP_UP' and ready_at <= clock_timestamp() and lease_until > (select presence_floor()) limit $1
            """;
    private static final int AGENTS_AT_ONCE = 4;

    private final Database database;
    private final Agents agents;
    private final AgentConfig config;

    AgentSweep(@Background Database database, Agents agents, AgentConfig config) {
        this.database = database;
        this.agents = agents;
        this.config = config;
    }

    @Override
    public String name() {
        return "agent sweep";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.sweep.agents.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return database.query(RESTED, Tuple.of(config.sweepBatch()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList())
                .call(this::wake)
                .map(rested -> rested.size() < config.sweepBatch() ? config.sweepPeriod() : Duration.ZERO);
    }

    /** One who cannot be woken must not keep the others from it. */
    private Uni<Void> wake(List<String> rested) {
        if (rested.isEmpty()) return Uni.createFrom().voidItem();
        return agents.wake(rested)
                .onFailure()
                .recoverWithUni(() -> Each.of(
                        rested, AGENTS_AT_ONCE, "agent not woken agentId", agent -> agents.wake(List.of(agent))));
    }
}
