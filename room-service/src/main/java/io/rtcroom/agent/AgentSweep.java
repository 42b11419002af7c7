package io.rtcroom.agent;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Each;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.StreamSupport;

/** Fires the deadlines of agents: any replica, one bounded search, then one short transaction per agent. */
@Singleton
class AgentSweep implements Recurring {
    private static final String DUE =
            """
            (select user_id from agent where state = 'WRAP_UP' and ready_at <= clock_timestamp() limit $1)
            union
            (select user_id from agent where state <> 'CLOSED' and lease_until <= (select presence_floor()) limit $1)
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
        return database.query(DUE, Tuple.of(config.sweepBatch()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList())
                .call(due -> Each.of(due, AGENTS_AT_ONCE, "agent not settled agentId", agents::settle))
                .map(due -> due.size() < config.sweepBatch() ? config.sweepPeriod() : Duration.ZERO);
    }
}
