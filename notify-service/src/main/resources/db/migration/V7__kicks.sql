-- Whoever's tokens are revoked is thrown out at the vendor too.
alter table im_task drop constraint im_task_kind_check;
alter table im_task add constraint im_task_kind_check
    check (kind in ('ensure', 'confirm', 'notify', 'repeat', 'destroy', 'message', 'direct', 'kick'));
