-- Activities on their way to other servers. Two steps, each with a durable position:
-- an account's activities wait to be spread over the hosts of their recipients (delivery_account, delivery_fanout),
-- and each host has an ordered queue (delivery_peer, delivery_entry).
-- Numbers come from a row that the inserting transaction has locked, so their order is the order of commits.

-- The bytes of an activity, once, however many inboxes get it.
create table delivery_activity (
    account text not null,
    hash text not null,
    activity text not null,
    body text not null,
    signer text not null check (signer in ('ACCOUNT', 'INSTANCE')),
    created timestamptz not null,
    primary key (account, hash)
);
create index delivery_activity_created on delivery_activity (created);

create table delivery_account (
    account text primary key,
    newest bigint not null,
    done bigint not null,
    due timestamptz,
    claimed_until timestamptz
);
create index delivery_account_due on delivery_account (due) where due is not null;

create table delivery_fanout (
    account text not null,
    number bigint not null,
    hash text not null,
    actors text[] not null,
    inboxes text[] not null,
    followers boolean not null,
    created timestamptz not null,
    primary key (account, number)
);

-- Recipients whose inbox has to be looked up first.
create table delivery_address (
    account text not null,
    number bigint not null,
    actor text not null,
    hash text not null,
    followers boolean not null,
    attempts int not null default 0,
    due timestamptz not null,
    claimed_until timestamptz,
    created timestamptz not null,
    primary key (account, number, actor)
);
create index delivery_address_due on delivery_address (due);

-- One row for each host, with its port unless that is the scheme's default.
create table delivery_peer (
    host text primary key,
    newest bigint not null,
    position bigint not null,
    due timestamptz,
    claims bigint not null default 0,
    claimed_by text,
    claimed_until timestamptz,
    failures int not null default 0,
    failing_since timestamptz,
    last_success timestamptz,
    last_problem text,
    refused bigint not null default 0,
    last_refusal text,
    seen timestamptz not null
);
create index delivery_peer_due on delivery_peer (due) where due is not null;
create index delivery_peer_seen on delivery_peer (seen);

-- What a host has not answered for good yet. A row goes when it has.
create table delivery_entry (
    host text not null,
    number bigint not null,
    account text not null,
    hash text not null,
    inboxes text[] not null,
    attempts int not null default 0,
    held_until timestamptz,
    created timestamptz not null,
    primary key (host, number)
);
create index delivery_entry_held on delivery_entry (host, account, number) where held_until is not null;
create index delivery_entry_activity on delivery_entry (account, hash);
