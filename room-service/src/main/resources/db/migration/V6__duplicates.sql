-- What happens when somebody who is in the room joins again.
alter table room add column duplicates text not null default 'replace' check (duplicates in ('replace', 'refuse'));
