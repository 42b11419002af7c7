package io.rtcroom.agent;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Fires the deadlines of agents: any replica, one bounded search, then one short transaction per agent. */
@Singleton
class AgentSweep implements Recurring {
    private static final Logger LOG = Logger.getLogger(AgentSweep.class);
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
                .call(due -> Multi.createFrom()
                        .items(StreamSupport.stream(due.spliterator(), false))
                        .onItem()
                        .transformToUni(row -> settle(row.getString(0)))
                        .merge(AGENTS_AT_ONCE)
                        .collect()
                        .last())
                .map(due -> due.size() < config.sweepBatch() ? config.sweepPeriod() : Duration.ZERO);
    }

    /** One agent's failure is its own: the others are settled all the same. */
    private Uni<Void> settle(String userId) {
        return agents.settle(userId)
                .onFailure()
                .invoke(e -> LOG.warnf("agent not settled agentId=%s: %s", userId, e.toString()))
                .onFailure()
                .recoverWithNull();
    }
}
