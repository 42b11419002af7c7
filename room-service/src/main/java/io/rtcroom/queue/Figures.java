package io.rtcroom.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The figures of the queues as metrics: counted from the rows each time, never kept, so any replica says the same. */
@Singleton
class Figures implements Recurring {
    private static final String COUNT =
            """
            select q.name, shown.figure, shown.value
            from (select q.name, count(e.id)::float8 as waiting,
                    coalesce(extract(epoch from clock_timestamp() - min(e.entered_at)), 0)::float8 as longest
                from queue q left join queue_entry e on e.queue = q.name and e.live
                group by q.name) q
                cross join lateral (values ('waiting', waiting), ('longest_wait_seconds', longest)) as shown (figure, value)
            union all
            select o.queue, shown.figure, shown.value
            from queue_occupancy o cross join lateral (values ('agents_on_duty', on_duty), ('agents_idle', idle),
                ('occupancy', occupancy)) as shown (figure, value)
            union all
            select f.queue, shown.figure, shown.value
            from queue_figures_since(date_trunc('hour', now())) f cross join lateral (values ('entered_hour', entered),
                ('answered_in_time_hour', answered_in_time), ('abandoned_hour', abandoned),
                ('wait_p90_seconds', coalesce(wait_p90, 0))) as shown (figure, value)
            """;

    private static final int REST_FOR_WORK = 20;
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final Database database;
    private final RoutingGaps gaps;
    private final QueueConfig config;
    private final MeterRegistry metrics;
    private final MultiGauge ofGaps;
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private long countAt = System.nanoTime();

    Figures(@Background Database database, RoutingGaps gaps, QueueConfig config, MeterRegistry metrics) {
        this.database = database;
        this.gaps = gaps;
        this.config = config;
        this.metrics = metrics;
        ofGaps = gauge("routing_gap_seconds");
    }

    @Override
    public String name() {
        return "queue figures";
    }

    @Override
    public Uni<Duration> run() {
        return gaps.measure()
                .invoke(this::show)
                .chain(() -> System.nanoTime() - countAt < 0 ? Uni.createFrom().voidItem() : count())
                .replaceWith(config.figuresPeriod());
    }

    private Uni<Void> count() {
        long began = System.nanoTime();
        return database.query(COUNT, Tuple.tuple())
                .invoke(this::show)
                .onTermination()
                .invoke(() -> countAt = System.nanoTime()
                        + restAfter(Duration.ofNanos(System.nanoTime() - began)).toNanos())
                .replaceWithVoid();
    }

    /** An hour of very many calls takes long to count, and others need the database, too. */
    static Duration restAfter(Duration count) {
        Duration rest = count.multipliedBy(REST_FOR_WORK);
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private void show(Map<String, Duration> measured) {
        ofGaps.register(
                measured.entrySet().stream()
                        .map(gap -> row(gap.getKey(), gap.getValue().toMillis() / 1000.0))
                        .toList(),
                true);
    }

    private void show(RowSet<Row> counted) {
        Map<String, List<MultiGauge.Row<?>>> byFigure = new HashMap<>();
        // What had rows before and has none now is empty, not as it was.
        gauges.keySet().forEach(figure -> byFigure.put(figure, new ArrayList<>()));
        counted.forEach(row -> byFigure.computeIfAbsent(row.getString(1), figure -> new ArrayList<>())
                .add(row(row.getString(0), row.getDouble(2))));
        byFigure.forEach(
                (figure, values) -> gauges.computeIfAbsent(figure, this::gauge).register(values, true));
    }

    private static MultiGauge.Row<?> row(String queue, double value) {
        return MultiGauge.Row.of(Tags.of("queue", queue), value);
    }

    private MultiGauge gauge(String figure) {
        return MultiGauge.builder("rtcroom.queue." + figure.replace('_', '.')).register(metrics);
    }
}
