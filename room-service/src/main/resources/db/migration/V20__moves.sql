-- The triggers' own condition knows the legal moves, so that none of these calls a function. A migration that changes
-- legal_move calls this again: a move that was added is slower until then, one that was taken away stays legal.
create function guard_moves(of_machine text, guarded regclass) returns void language plpgsql as $$
begin
    execute format(
        'create or replace trigger %I before update of state on %s for each row'
        ' when (old.state <> new.state and old.state || '' '' || new.state not in (%s))'
        ' execute function refuse_illegal_move(%L)',
        of_machine || '_moves', guarded,
        (select string_agg(quote_literal(from_state || ' ' || to_state), ', ') from legal_move
            where machine = of_machine),
        of_machine);
end
$$;
-- In the order in which a transaction writes these tables.
select guard_moves('call', 'call');
select guard_moves('participant', 'call_participant');
select guard_moves('agent', 'agent');
select guard_moves('entry', 'queue_entry');
select guard_moves('recording', 'recording');
