-- A member's stream was there and has broken off: the others are told, though nobody leaves before the lease ends.
alter table member add column stream_lost boolean not null default false;
-- Not of the lease: updates of leases stay HOT.
create index member_stream on member (stream_id);

-- What media servers reported of publishes. A stream may have several at once: a second publisher is let in by us and
-- then refused by the server, and the end of one is not the end of the other.
create table publication (
    stream_id text not null,
    server text not null,
    client_id text not null,
    -- When the publisher was last said to be there, by the server's word.
    confirmed_at timestamptz not null,
    -- Leases renewed since then because of what was said then.
    rescues int not null default 0,
    ended_at timestamptz,
    primary key (stream_id, server, client_id)
) with (fillfactor = 70);
