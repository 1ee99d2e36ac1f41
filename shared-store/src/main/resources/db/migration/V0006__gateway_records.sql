-- Takes the place of a table that nothing was ever written to.
drop table attested_record;

-- What an account's gateways observed for it, each for itself.
create table gateway_record (
    did         text        not null,
    -- SHA-256 of the bytes.
    hash        bytea       not null,
    -- From the repository's numbers, given out under its lock like those of documents.
    number      bigint      not null,
    -- The key of the gateway that made it.
    instance    text        not null,
    kind        text        not null,
    subject     text collate "C" not null,
    -- When the stranger said it, or else when the gateway says so: orders what is said of one subject.
    rank_at     timestamptz not null,
    received_at timestamptz not null,
    second      bigint      not null,
    standing    text        not null check (standing in ('PENDING', 'VERIFIED', 'UNVERIFIED')),
    -- Of a pending one: not to be verified before, and how often it was put off.
    due_at      timestamptz,
    attempts    smallint    not null default 0,
    stored_at   timestamptz not null,
    bytes       bytea       not null,
    primary key (did, hash)
);
create unique index gateway_record_by_number on gateway_record (did, instance, number);
create index gateway_record_by_subject on gateway_record (did, kind, subject);
create index gateway_record_by_item on gateway_record (did, second, hash);
create index gateway_record_by_standing on gateway_record (did, instance, standing);
create index gateway_record_by_age on gateway_record (did, kind, received_at);
create index gateway_record_passing on gateway_record (received_at) where kind in ('ACTIVITY', 'DELIVERED');
create index gateway_record_due on gateway_record (due_at) where standing = 'PENDING';

-- Level 1 of reconciliation: the records of an account. sum: the hashes as numbers, added modulo 2^256.
create table gateway_record_set (
    did           text   primary key,
    records       bigint not null,
    newest_second bigint not null,
    sum           bytea  not null
);
