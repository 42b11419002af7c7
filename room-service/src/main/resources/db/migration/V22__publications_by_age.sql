-- What is forgotten is found by its age. Neither index changes while a publisher is confirmed again and again.
create index publication_ended on publication (ended_at) where ended_at is not null;
create index publication_open on publication (stream_id, server, client_id) where ended_at is null;
