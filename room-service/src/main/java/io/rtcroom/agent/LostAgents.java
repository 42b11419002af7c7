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

/**
 * Ends the shifts of agents whose heartbeat is lost, one by one. Each look goes to everybody on duty, because leases are in
 * no index, and so it is rarer than that of {@link AgentSweep}.
 */
@Singleton
class LostAgents implements Recurring {
    private static final String SILENT =
            "select user_id from agent where room_uid is not null and lease_until <= (select presence_floor()) limit $1";
    private static final int AGENTS_AT_ONCE = 4;

    private final Database database;
    private final Agents agents;
    private final AgentConfig config;

    LostAgents(@Background Database database, Agents agents, AgentConfig config) {
        this.database = database;
        this.agents = agents;
        this.config = config;
    }

    @Override
    public String name() {
        return "search for lost agents";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.sweep.agents.lost.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return database.query(SILENT, Tuple.of(config.sweepBatch()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList())
                .call(silent -> Each.of(silent, AGENTS_AT_ONCE, "agent not closed agentId", agents::closeIfSilent))
                .map(silent -> silent.size() < config.sweepBatch() ? config.silencePeriod() : Duration.ZERO);
    }
}
