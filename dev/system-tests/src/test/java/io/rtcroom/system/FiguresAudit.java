package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether the figures of a queue are what its rows say when they are counted once more, and differently. */
record FiguresAudit(Database database, String queue) {
    void everythingIsCounted() {
        theFiguresAreThoseOfTheCalls();
        theWaitsAreThoseOfTheRows();
        theMetricsAreThoseOfTheView();
    }

    /** The view counts places; this counts the calls and their timelines. */
    private void theFiguresAreThoseOfTheCalls() {
        Map<String, String> figures = pairs("select hour::text, concat_ws(' ', entered, answered, abandoned, timed_out)"
                + " from room.queue_figures where queue = '%s'");
        Map<String, String> recount = pairs(
                """
                select date_trunc('hour', c.created_at)::text, concat_ws(' ', count(*),
                    count(*) filter (where exists (select from room.call_transition t
                        where t.call_id = c.id and t.event = 'call.answered')),
                    count(*) filter (where c.reason <> 'timed-out' and (
                        select t.state from room.call_transition t where t.call_id = c.id and t.state <> 'ENDED'
                        order by t.seq desc limit 1) <> 'CONNECTED'),
                    count(*) filter (where c.reason = 'timed-out'))
                from room.call c where c.queue = '%s' group by 1""");
        assertThat("figures by hour", figures, is(recount));
        System.out.println("entered, answered, abandoned, timed out: " + figures + ", offers: "
                + pairs("select outcome, count(*) from room.offer where queue = '%s' group by outcome"));
    }

    private void theWaitsAreThoseOfTheRows() {
        Map<String, List<Double>> waits = new TreeMap<>();
        String sql = "select date_trunc('hour', entered_at) || ',' || extract(epoch from"
                + " coalesce(answered_at, left_at) - entered_at) from room.queue_entry where queue = '%s'";
        for (String row : database.rows(sql.formatted(queue))) {
            String[] columns = row.split(",");
            waits.computeIfAbsent(columns[0], hour -> new ArrayList<>()).add(Double.valueOf(columns[1]));
        }
        for (String part : List.of("0.5", "0.9", "0.99")) {
            String column = "wait_p" + Math.round(Double.parseDouble(part) * 100);
            pairs("select hour::text, " + column + " from room.queue_figures where queue = '%s'")
                    .forEach((hour, seconds) -> assertThat(
                            column,
                            Double.parseDouble(seconds),
                            closeTo(percentile(waits.get(hour), Double.parseDouble(part)), 1e-5)));
        }
    }

    /** The metrics count one hour for themselves, so that they need not count them all. */
    private void theMetricsAreThoseOfTheView() {
        String view = "select hour::text, f::text from room.queue_figures f where queue = '%s'";
        String counted =
                "select hour::text, f::text from room.queue_figures_since((select min(hour) from room.queue_figures)) f"
                        + " where queue = '%s'";
        assertThat("figures since the first hour", pairs(counted), is(pairs(view)));
    }

    /**
     * How long, in seconds, the caller and the agent of each offer had been there for each other, from what the agents'
     * events and the places say. It is a figure and never asserted. Whoever dropped out counts as there since they last
     * came back.
     */
    String gaps() {
        return pairs(
                        """
                        select 'routing gap', concat('p50 ', round(percentile_cont(0.5) within group (order by gap)::numeric, 3),
                            ', p99 ', round(percentile_cont(0.99) within group (order by gap)::numeric, 3),
                            ', longest ', round(max(gap), 3), ' s, of ', count(*))
                        from (
                            select extract(epoch from o.offered_at - greatest(e.entered_at,
                                case when c.back_at <= o.offered_at then c.back_at end,
                                (select max(p.ended_at) from room.offer p
                                    where p.entry_id = o.entry_id and p.number < o.number),
                                (select max(v.time) from notify.event v
                                    where v.subject = 'agent:' || o.agent and v.type = 'agent.changed'
                                        and v.payload::jsonb -> 'data' ->> 'state' = 'IDLE'
                                        and v.time <= o.offered_at))) as gap
                            from room.offer o join room.queue_entry e on e.id = o.entry_id
                                join room.call_participant c on c.call_id = e.call_id and c.user_id = e.caller
                            where o.queue = '%s') each""")
                .toString();
    }

    /** As percentile_cont is defined. */
    private static double percentile(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        double at = part * (sorted.size() - 1);
        double low = sorted.get((int) Math.floor(at));
        double high = sorted.get((int) Math.ceil(at));
        return low + (at - Math.floor(at)) * (high - low);
    }

    private Map<String, String> pairs(String sql) {
        return database.pairs(sql.formatted(queue));
    }
}
