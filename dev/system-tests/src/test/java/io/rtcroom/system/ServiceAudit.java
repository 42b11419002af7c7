package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a queue's rows say of everybody who waited in it and served it, against the rules and what clients were told. */
final class ServiceAudit {
    /** A place that has come back, or moved up, counts from its commit; the row only says when it was decided. */
    private static final String COMMITTED_WITHIN = "interval '5 s'";

    private final CallCentre centre;
    private final Database database;

    ServiceAudit(CallCentre centre) {
        this.centre = centre;
        database = centre.database();
    }

    void everythingHolds() {
        nobodyIsLost();
        nobodyIsServedTwiceAtOnce();
        nobodyIsPassed();
        nobodyIsStuck();
        whatWasAcknowledgedIsThere();
        everyTimelineIsWhole();
    }

    private void nobodyIsLost() {
        Set<String> missing = new TreeSet<>();
        centre.callers().forEach(caller -> missing.add(caller.entryId()));
        String acknowledged = String.join(",", missing);
        missing.removeAll(rows("select id::text from room.queue_entry where queue = '%s'"));
        assertThat("places that were acknowledged", missing, is(empty()));
        // A replica died with the answer. Who came again is in the same place, unless somebody had served it by then.
        assertThat(
                "places nobody was told of, and who came again is in another",
                rows("select concat_ws(' ', id, caller, state, entered_at, left_at, '; others',"
                        + " (select string_agg(concat_ws(' ', o.number, o.state, o.entered_at, o.left_at), ', ')"
                        + " from room.queue_entry o where o.caller = e.caller and o.id <> e.id))"
                        + " from room.queue_entry e where queue = '%s'"
                        + " and id::text <> all (string_to_array('" + acknowledged + "', ','))"
                        + " and not exists (select from room.queue_entry next where next.caller = e.caller"
                        + " and next.number > e.number and e.left_at <= next.entered_at + " + COMMITTED_WITHIN + ")"),
                is(empty()));
        assertThat(
                "places without an end",
                rows("select id::text from room.queue_entry where queue = '%s'"
                        + " and (left_at is null or state in ('WAITING', 'OFFERED'))"),
                is(empty()));
        List<String> answered =
                rows("select caller from room.queue_entry where queue = '%s' and answered_at is not null");
        assertThat(
                "who stayed and was not served",
                centre.callers().stream()
                        .filter(WaitingCaller::stays)
                        .map(WaitingCaller::userId)
                        .filter(caller -> !answered.contains(caller))
                        .toList(),
                is(empty()));
    }

    private void nobodyIsServedTwiceAtOnce() {
        for (String whose : List.of("agent", "entry_id"))
            assertThat(
                    "offers to the same " + whose + " at once",
                    rows("select a.number || ' and ' || b.number from room.offer a join room.offer b on b." + whose
                            + " = a." + whose + " and b.number > a.number"
                            + " where a.queue = '%s' and b.offered_at < coalesce(a.ended_at, 'infinity')"),
                    is(empty()));
    }

    /** When somebody was offered, nobody stood before them. Whoever was not heard may be passed over. */
    private void nobodyIsPassed() {
        assertThat(
                "who passed whom",
                rows("with silent as (select unnest(string_to_array('" + silent() + "', ',')) as caller),"
                        + " moved as (select split_part(x, ' ', 1) as id, split_part(x, ' ', 2)::timestamptz as at"
                        + " from unnest(string_to_array('" + moved() + "', ',')) x)"
                        + """
                         select e.number || ' passed ' || w.number || ' with offer ' || o.number
                        from room.offer o join room.queue_entry e on e.id = o.entry_id
                            join room.queue_entry w on w.queue = e.queue
                                and (w.due_at, w.number) < (e.due_at, e.number)
                        where o.queue = '%s' and w.entered_at < o.offered_at and w.left_at > o.offered_at
                            and w.caller not in (select caller from silent)
                            and not exists (select from moved m where m.id in (w.id::text, e.id::text)
                                and m.at + COMMITTED_WITHIN > o.offered_at)
                            and not exists (select from room.offer h where h.entry_id = w.id
                                and h.offered_at <= o.offered_at
                                and h.ended_at + COMMITTED_WITHIN > o.offered_at)
                        """
                                .replace("COMMITTED_WITHIN", COMMITTED_WITHIN)),
                is(empty()));
    }

    private String silent() {
        return centre.callers().stream()
                .filter(WaitingCaller::wasSilent)
                .map(WaitingCaller::userId)
                .collect(Collectors.joining(","));
    }

    private String moved() {
        return centre.callers().stream()
                .filter(caller -> caller.prioritisedBy() != null)
                .map(caller -> caller.entryId() + " " + caller.prioritisedBy())
                .collect(Collectors.joining(","));
    }

    private void nobodyIsStuck() {
        assertThat(
                "offers without an end",
                rows("select number::text from room.offer where queue = '%s' and ended_at is null"),
                is(empty()));
        assertThat(
                "slots that are still taken",
                rows("select s.agent from room.agent_slot s join room.agent_queue q on q.user_id = s.agent"
                        + " where q.queue = '%s'"),
                is(empty()));
        assertThat(
                "who is still engaged",
                rows("select g.user_id from room.engagement g where g.user_id in ("
                        + "select caller from room.queue_entry where queue = '%1$s' union all"
                        + " select user_id from room.agent_queue where queue = '%1$s')"),
                is(empty()));
    }

    private void whatWasAcknowledgedIsThere() {
        Map<String, String> outcomes =
                database.pairs(sql("select number::text, agent || ' ' || outcome from room.offer where queue = '%s'"));
        for (DutyAgent agent : centre.agents())
            agent.acknowledged()
                    .forEach((number, outcome) -> assertThat(
                            "offer " + number, outcomes.get(number.toString()), is(agent.userId() + " " + outcome)));
    }

    private void everyTimelineIsWhole() {
        assertThat(
                "calls with a gap in their timeline",
                rows("select c.id::text from room.call c join room.call_transition t on t.call_id = c.id"
                        + " where c.queue = '%s' group by c.id"
                        + " having count(*) <> c.version or min(t.seq) <> 1 or max(t.seq) <> c.version"),
                is(empty()));
    }

    private List<String> rows(String sql) {
        return database.rows(sql(sql));
    }

    private String sql(String text) {
        return text.formatted(centre.queue());
    }
}
