package io.rtcroom.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
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

    private final Database database;
    private final RoutingGaps gaps;
    private final QueueConfig config;
    private final MeterRegistry metrics;
    private final Map<String, MultiGauge> gauges = new HashMap<>();

    Figures(@Background Database database, RoutingGaps gaps, QueueConfig config, MeterRegistry metrics) {
        this.database = database;
        this.gaps = gaps;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "queue figures";
    }

    @Override
    public Uni<Duration> run() {
        return count().replaceWith(config.figuresPeriod());
    }

    private Uni<Void> count() {
        return gaps.measure()
                .chain(measured -> database.query(COUNT, Tuple.tuple()).invoke(counted -> show(counted, measured)))
                .replaceWithVoid();
    }

    private void show(Iterable<Row> rows, Map<String, Duration> measured) {
        Map<String, List<MultiGauge.Row<?>>> byFigure = new HashMap<>();
        gauges.keySet().forEach(figure -> byFigure.put(figure, new ArrayList<>()));
        List<MultiGauge.Row<?>> ofGaps = new ArrayList<>();
        measured.forEach(
                (queue, gap) -> ofGaps.add(MultiGauge.Row.of(Tags.of("queue", queue), gap.toMillis() / 1000.0)));
        byFigure.put("routing_gap_seconds", ofGaps);
        for (Row row : rows)
            byFigure.computeIfAbsent(row.getString(1), figure -> new ArrayList<>())
                    .add(MultiGauge.Row.of(Tags.of("queue", row.getString(0)), row.getDouble(2)));
        byFigure.forEach((figure, values) -> gauge(figure).register(values, true));
    }

    private MultiGauge gauge(String figure) {
        return gauges.computeIfAbsent(figure, name -> MultiGauge.builder("rtcroom.queue." + name.replace('_', '.'))
                .register(metrics));
    }
}
