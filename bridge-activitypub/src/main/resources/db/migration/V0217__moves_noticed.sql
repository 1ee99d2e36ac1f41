-- Who blocks or mutes an actor that has moved.
create index shunned_target on shunned (target, kind);

-- When somebody who is followed was last asked whether they have moved.
alter table followed add column asked timestamptz not null default '1970-01-01 00:00:00Z';
create index followed_asked on followed (asked) where state = 'ACCEPTED' and moved_to is null;
