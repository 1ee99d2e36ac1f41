-- Gateways that the actor document lists without pinning a key: they do not keep repositories in step by themselves, and
-- get what is posted and what comes in forwarded.
alter table account add column foreign_gateways text not null default '';

-- What was forwarded to them from an inbox, each activity once.
create table forwarded (
    account text not null,
    activity text not null,
    at timestamptz not null,
    primary key (account, activity)
);
create index forwarded_at on forwarded (at);

-- What owners have posted here whose home is elsewhere, until the home has it: the home delivers. A row whose activity has
-- been sent in the home's stead stays, for the rest is still the home's.
create table stand_in (
    account text not null,
    number bigint not null,
    hash text not null,
    activity text not null,
    actors text[] not null,
    followers boolean not null,
    since timestamptz not null,
    sent boolean not null default false,
    due timestamptz not null,
    primary key (account, number)
);
create index stand_in_due on stand_in (due);
