-- Key logs that time, or a gateway's word on when it had an entry, may have changed: from when to look again.
alter table repository add column key_log_due timestamptz;
create index repository_key_log_due on repository (key_log_due) where key_log_due is not null;
