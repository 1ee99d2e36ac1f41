-- What strangers send. A place in the queue is (shard, position); the position comes from a row that the inserting
-- transaction keeps locked, so that commit order is number order and nobody skips a late commit.

create table inbox_shard (
    shard         smallint primary key,
    next_position bigint   not null default 1
);

-- Locked by whoever applies the effects of a shard: one at a time, which keeps each actor's activities in order.
create table inbox_lane (
    shard smallint primary key
);

insert into inbox_shard (shard) values (0), (1), (2), (3), (4), (5), (6), (7);
insert into inbox_lane (shard) values (0), (1), (2), (3), (4), (5), (6), (7);

-- Every activity that was admitted, verbatim, kept for 90 days: the memory against duplicates, and what the owners'
-- inboxes list. The first authenticated holder of an id keeps it.
create table inbox_activity (
    shard       smallint    not null,
    position    bigint      not null,
    id          text        not null unique,
    actor       text        not null,
    spelling    text        not null,
    proof       text        not null check (proof in ('INTEGRITY', 'HTTP')),
    recipient   text,
    followers   text,
    digest      text        not null,
    body        text        not null,
    received_at timestamptz not null,
    primary key (shard, position)
);

create index inbox_activity_age on inbox_activity (received_at);

-- What still waits for its effects. Small rows, so that taking and deleting them is cheap.
create table inbox_queue (
    shard      smallint not null,
    position   bigint   not null,
    actor      text     not null,
    attempts   smallint not null default 0,
    not_before timestamptz,
    primary key (shard, position)
);

create index inbox_queue_failed on inbox_queue (shard, actor, position) where attempts > 0;

-- Activities that failed too often: out of everybody's way, kept with the reason for whoever looks.
create table inbox_parked (
    shard     smallint    not null,
    position  bigint      not null,
    reason    text        not null,
    parked_at timestamptz not null,
    primary key (shard, position)
);

-- Which activities belong into which account's inbox.
create table inbox_item (
    account     text        not null,
    received_at timestamptz not null,
    shard       smallint    not null,
    position    bigint      not null,
    primary key (account, received_at, shard, position)
);

-- Answers that only an owner can sign; its client derives them from the cause.
create table inbox_unsigned (
    account text        not null,
    id      text        not null,
    type    text        not null,
    cause   text        not null,
    since   timestamptz not null,
    primary key (account, id)
);
