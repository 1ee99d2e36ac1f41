-- Checkpoints: one chain per device and class of visibility.
create table checkpoint (
    did      text   not null,
    device   text   not null,
    class    text   not null,
    seq      bigint not null,
    hash     bytea  not null,
    previous bytea,
    total    bigint not null,
    -- Derived: the device is in the key log, and this place of the chain is not after its revocation.
    counts   boolean not null,
    primary key (did, device, class, seq, hash)
);
create index checkpoint_by_hash on checkpoint (did, hash);

-- What checkpoints list.
create table listing (
    did        text    not null,
    hash       bytea   not null,
    checkpoint bytea   not null,
    counts     boolean not null,
    primary key (did, hash, checkpoint)
);
create index listing_by_checkpoint on listing (did, checkpoint);

-- What proves that a key holder, or somebody with his key, said two things at once; kept for ever.
create table evidence (
    did     text        not null,
    kind    text        not null,
    path    text        not null,
    first   bytea       not null,
    second  bytea       not null,
    -- The refused document, when it is in no repository.
    bytes   bytea,
    seen_at timestamptz not null,
    primary key (did, kind, path, first, second)
);

-- Signed receipts of gateways: for key log entries (their times decide delays) and for accepted documents.
create table receipt (
    did         text        not null,
    subject     bytea       not null,
    gateway     text        not null,
    received_at timestamptz not null,
    bytes       bytea       not null,
    primary key (did, subject, gateway)
);

-- What a gateway observed for the account: followers, deliveries, positions. Numbers run per account and gateway.
create table attested_record (
    did         text        not null,
    gateway     text        not null,
    number      bigint      not null,
    kind        text        not null,
    subject     text        not null,
    hash        bytea       not null,
    bytes       bytea       not null,
    received_at timestamptz not null,
    primary key (did, gateway, number)
);
create index attested_record_by_subject on attested_record (did, kind, subject);
