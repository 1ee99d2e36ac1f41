-- Repositories of signed documents. Everything leads with the account (did), so that it can be partitioned by it; only
-- SQL that Citus, YugabyteDB and CockroachDB have as well.

-- The row that an admission locks: numbers are given out under its lock, so commit order is number order.
create table repository (
    did         text primary key,
    kind        text        not null check (kind in ('ACCOUNT', 'INSTANCE', 'NETWORK')),
    last_number bigint      not null default 0,
    -- The key log has a device: from then on only what a checkpoint lists is shown.
    gated       boolean     not null default false,
    opened_at   timestamptz not null
);

-- Every version of every document that was admitted, for ever at least as its hash.
create table document (
    did          text        not null,
    -- SHA-256 of the canonical bytes (JCS) of the whole document, proof included.
    hash         bytea       not null,
    number       bigint      not null,
    -- The canonical id without ap://did.
    path         text        not null,
    -- The origin that the id is spelt with; null: ap:// itself.
    spelling     text,
    type         text        not null,
    kind         text        not null,
    class        text        not null,
    -- Orders versions and pages: see VersionRank.
    rank         bytea       not null,
    proof_second bigint      not null,
    proof_nano   integer     not null,
    sequence     bigint,
    -- False while it is known only as a part of another document.
    standalone   boolean     not null,
    size         integer     not null,
    -- The bytes as received; null when erased or purged.
    bytes        bytea,
    gone         text check (gone in ('ERASED', 'PURGED')),
    received_at  timestamptz not null,
    -- Derived from checkpoints, key log and tombstones, in the transaction that changes one of these.
    listed       boolean     not null,
    deleted      boolean     not null,
    primary key (did, hash)
);
create unique index document_by_number on document (did, number);
create index document_by_path on document (did, path, rank desc);
create index document_by_kind on document (did, kind, rank desc);
-- The items of reconciliation, (proof time in seconds, hash), per account and class.
create index document_by_item on document (did, class, proof_second, hash) where standalone;

-- Which document carries which others, so that what is deleted goes with all that embed it.
create table embedding (
    did        text  not null,
    path       text  not null,
    outer_hash bytea not null,
    inner_hash bytea not null,
    primary key (did, path, outer_hash)
);
create index embedding_by_inner on embedding (did, inner_hash);
create index embedding_by_outer on embedding (did, outer_hash);

-- A deletion of an id, by the Delete activity or the signed Tombstone with this hash.
create table tombstone (
    did          text        not null,
    path         text        not null,
    source       bytea       not null,
    -- Since when it hides the id; null while its source is not listed.
    effective_at timestamptz,
    erased_at    timestamptz,
    primary key (did, path, source)
);
create index tombstone_by_source on tombstone (did, source);
create index tombstone_pending on tombstone (did) where effective_at is null;
create index tombstone_due on tombstone (effective_at) where erased_at is null and effective_at is not null;

-- Documents by the network that they name. Leads with the network, whose readers ask for it.
create table named_network (
    network text  not null,
    rank    bytea not null,
    did     text  not null,
    hash    bytea not null,
    primary key (network, rank, did, hash)
);

-- Level 1 of reconciliation: what an account's repository holds per class. sum: the hashes as little-endian numbers,
-- added modulo 2^256.
create table repository_class (
    did           text   not null,
    class         text   not null,
    documents     bigint not null,
    newest_second bigint not null,
    sum           bytea  not null,
    primary key (did, class)
);
