-- Whoever looks for idle agents begins with those of a queue and goes to each of them: the index was only ever written.
drop index agent_idle;
