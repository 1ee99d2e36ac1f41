-- What owners have said lately and this instance is not the home to deliver: the home may die half way through, so a row stays
-- until the home has told that nothing of it waits any more. It is looked at only while that home is away.
-- What waits now is the homes' to deliver, as ever.
delete from stand_in;
-- The key of the home, empty where the owner pins none.
alter table stand_in add column home text not null;
-- After how many minutes without the home this instance stands in for it: its place among the gateways, or one, where it took
-- what the owner posted.
alter table stand_in add column place int not null default 1;
alter table stand_in drop column due;
create index stand_in_waiting on stand_in (home, since) where not sent;
create index stand_in_sent on stand_in (home) where sent;
create index stand_in_since on stand_in (since);
