-- Who last did what one replica at a time should do; see database/Turns.
create table turn (
    work text primary key,
    taken_at timestamptz not null
) with (fillfactor = 50);
