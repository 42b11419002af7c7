-- The view counts for itself, as before V17: it lends its owner's rights to whoever may read it, and a function does not.
create or replace view queue_figures as
select e.queue, date_trunc('hour', e.entered_at) as hour,
    count(*) as entered,
    count(*) filter (where e.answered_at is not null) as answered,
    count(*) filter (where e.answered_at <= e.entered_at + q.answer_within_seconds * interval '1 second')
        as answered_in_time,
    count(*) filter (where e.state = 'ABANDONED' or e.state = 'CANCELLED') as abandoned,
    count(*) filter (where e.state = 'TIMED_OUT') as timed_out,
    extract(epoch from percentile_cont(0.5) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at))
        as wait_p50,
    extract(epoch from percentile_cont(0.9) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at))
        as wait_p90,
    extract(epoch from percentile_cont(0.99) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at))
        as wait_p99
from queue_entry e join queue q on q.name = e.queue
group by e.queue, date_trunc('hour', e.entered_at);
