-- When the follower's server signed the Follow that counts; what it signed before, and comes late, changes nothing.
alter table follower add column said timestamptz not null default 'epoch';
