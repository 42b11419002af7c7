-- Where a lease's end is kept, tried five ways, in a schema of its own that is dropped at the end:
--   psql "$URL" -v members=100000 -f dev/bench/leases.sql
-- Each way gets the same members, the same flushes (batches of 1,000 beats, as Leases writes them) and the same sweeps. Every
-- lease is an hour long and renewed once, and the sweeps look from an hour and a half on: the first leases are over, the
-- renewed are not, as they are a lease after the start.
-- plain   as it is: a column of the member's row, no index; the sweep reads every row
-- brin    a BRIN index on it, which leaves updates HOT
-- btree   an index on it
-- coarse  an indexed column beside it that is raised only when it has passed; the sweep looks there first
-- narrow  a table of its own with nothing but the key and the lease, no index on it
\set ON_ERROR_STOP on
\pset footer off
set client_min_messages = warning;
drop schema if exists lease_bench cascade;
create schema lease_bench;
set search_path = lease_bench;

create table figure (way text, what text, value numeric);

create table plain (room uuid, user_id text, epoch bigint, addresses text, lease_until timestamptz not null,
    primary key (room, user_id)) with (fillfactor = 70, autovacuum_enabled = off);
create table brin (like plain including all) with (fillfactor = 70, autovacuum_enabled = off);
create index on brin using brin (lease_until) with (pages_per_range = 32, autosummarize = on);
create table btree (like plain including all) with (fillfactor = 70, autovacuum_enabled = off);
create index on btree (lease_until);
create table coarse (like plain including all) with (fillfactor = 70, autovacuum_enabled = off);
alter table coarse add column look_at timestamptz;
create index on coarse (look_at);
create table narrow (room uuid, user_id text, epoch bigint, lease_until timestamptz not null,
    primary key (room, user_id)) with (fillfactor = 70, autovacuum_enabled = off);

create table member as select uuidv7() as room, 'user_' || n as user_id, n as epoch, repeat('a', 600) as addresses,
    clock_timestamp() + interval '1 hour' as lease_until, random() as place from generate_series(1, :members) n;
insert into plain select room, user_id, epoch, addresses, lease_until from member;
insert into brin select room, user_id, epoch, addresses, lease_until from member;
insert into btree select room, user_id, epoch, addresses, lease_until from member;
insert into coarse select room, user_id, epoch, addresses, lease_until, lease_until from member;
insert into narrow select room, user_id, epoch, lease_until from member;
-- The order in which members beat has nothing to do with that of their rows.
create table beat as select row_number() over (order by place) as n, room, user_id, epoch from member;
create unique index on beat (n);
vacuum (freeze, analyze);
checkpoint;

create procedure flush(way text, batches int) language plpgsql as $$
declare
    began timestamptz := clock_timestamp();
    wal pg_lsn := pg_current_wal_insert_lsn();
    total int := (select count(*) from beat);
begin
    for i in 1..batches loop
        execute format($q$
            with free as (
                select m.room, m.user_id from %1$I m join beat b using (room, user_id, epoch)
                where b.n between $1 and $1 + 999 order by 1, 2 for no key update of m skip locked)
            update %1$I m set lease_until = m.lease_until + interval '1 hour' from free f
            where m.room = f.room and m.user_id = f.user_id$q$, way)
        using 1 + (i - 1) * 1000 % greatest(total - 999, 1);
        commit;
    end loop;
    insert into figure values (way, 'µs per beat',
        1000000 * extract(epoch from clock_timestamp() - began) / (batches * 1000));
    insert into figure values (way, 'bytes of WAL per beat',
        pg_wal_lsn_diff(pg_current_wal_insert_lsn(), wal) / (batches * 1000));
end $$;

create procedure sweep(way text, what text) language plpgsql as $$
declare
    began timestamptz := clock_timestamp();
    found int;
begin
    for i in 1..5 loop
        if way = 'coarse' then
            select count(*) into found from (select room from coarse
                where look_at <= clock_timestamp() + interval '90 minutes'
                    and lease_until <= clock_timestamp() + interval '90 minutes' limit 1000) s;
        else
            execute format('select count(*) from (select room from %I where lease_until <= $1 limit 1000) s', way)
            into found using clock_timestamp() + interval '90 minutes';
        end if;
    end loop;
    insert into figure values (way, what, 1000 * extract(epoch from clock_timestamp() - began) / 5);
end $$;

select format('call flush(%L, %s)', way, :members / 1000) from unnest('{plain,brin,btree,coarse,narrow}'::text[]) way \gexec
select pg_stat_force_next_flush(), pg_stat_clear_snapshot() \g /dev/null
insert into figure select relname, 'HOT, percent', 100.0 * n_tup_hot_upd / nullif(n_tup_upd, 0)
from pg_stat_all_tables where schemaname = 'lease_bench' and n_tup_upd > 0;
select format('call sweep(%L, %L)', way, 'ms to find that nothing has expired') from unnest('{plain,brin,btree,coarse,narrow}'::text[]) way \gexec
-- A hundred members fall silent.
select format('update %I set lease_until = now() - interval ''1 second'' %s where user_id in (select user_id from beat where n <= 100)',
    way, case when way = 'coarse' then ', look_at = now() - interval ''1 second''' end)
from unnest('{plain,brin,btree,coarse,narrow}'::text[]) way \gexec
select format('call sweep(%L, %L)', way, 'ms to find the 100 expired') from unnest('{plain,brin,btree,coarse,narrow}'::text[]) way \gexec

select :members as members, what, round(max(value) filter (where way = 'plain'), 1) as plain,
    round(max(value) filter (where way = 'brin'), 1) as brin, round(max(value) filter (where way = 'btree'), 1) as btree,
    round(max(value) filter (where way = 'coarse'), 1) as coarse, round(max(value) filter (where way = 'narrow'), 1) as narrow
from figure group by what order by what;
drop schema lease_bench cascade;
