-- What the view queue_figures shows, of the hours since a moment: whoever asks for the present one need not count all the
-- entries that are kept. The view stays what it is, because it lends its owner's rights to whoever may read it.
create function queue_figures_since(since timestamptz)
returns table (queue text, hour timestamptz, entered bigint, answered bigint, answered_in_time bigint, abandoned bigint,
    timed_out bigint, wait_p50 numeric, wait_p90 numeric, wait_p99 numeric)
language sql stable
begin atomic
    select e.queue, date_trunc('hour', e.entered_at), count(*), count(*) filter (where e.answered_at is not null),
        count(*) filter (where e.answered_at <= e.entered_at + q.answer_within_seconds * interval '1 second'),
        count(*) filter (where e.state = 'ABANDONED' or e.state = 'CANCELLED'),
        count(*) filter (where e.state = 'TIMED_OUT'),
        extract(epoch from
            percentile_cont(0.5) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at)),
        extract(epoch from
            percentile_cont(0.9) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at)),
        extract(epoch from
            percentile_cont(0.99) within group (order by coalesce(e.answered_at, e.left_at) - e.entered_at))
    from queue q join queue_entry e on e.queue = q.name and e.entered_at >= since
    group by e.queue, date_trunc('hour', e.entered_at);
end;
