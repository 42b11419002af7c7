-- A chat gives its readers a row for each message: of a subject that is read on, only the rows from there on are wanted.
create index follower_read on follower (user_id, subject, to_seq);
