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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Fires the deadlines of agents: any replica, one bounded search. Wrap-ups end together, lost heartbeats one by one. */
@Singleton
class AgentSweep implements Recurring {
    private static final String DUE =
            """
            (select user_id, false as silent from agent
            where state = 'WRAP_UP' and ready_at <= clock_timestamp() and lease_until > (select presence_floor()) limit $1)
            union all
            (select user_id, true from agent where state <> 'CLOSED' and lease_until <= (select presence_floor()) limit $1)
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
                        .collect(Collectors.partitioningBy(
                                row -> row.getBoolean(1),
                                Collectors.mapping(row -> row.getString(0), Collectors.toList()))))
                .chain(due -> wake(due.get(false))
                        .chain(() -> close(due.get(true)))
                        .replaceWith(
                                Math.max(due.get(false).size(), due.get(true).size())))
                .map(most -> most < config.sweepBatch() ? config.sweepPeriod() : Duration.ZERO);
    }

    /** One who cannot be woken must not keep the others from it. */
    private Uni<Void> wake(List<String> rested) {
        if (rested.isEmpty()) return Uni.createFrom().voidItem();
        return agents.wake(rested)
                .onFailure()
                .recoverWithUni(() -> Each.of(
                        rested, AGENTS_AT_ONCE, "agent not woken agentId", agent -> agents.wake(List.of(agent))));
    }

    private Uni<Void> close(List<String> silent) {
        return Each.of(silent, AGENTS_AT_ONCE, "agent not closed agentId", agents::closeIfSilent);
    }
}
