-- Media by their hash, once however many accounts use them, in parts that fit into a row well.
create table blob (
    hash      text primary key,
    type      text        not null,
    size      bigint      not null,
    stored_at timestamptz not null
);

create table blob_part (
    hash  text    not null,
    part  integer not null,
    bytes bytea   not null,
    primary key (hash, part)
);

-- Who keeps a blob. Without any such row it is removed after a while.
create table blob_reference (
    did  text        not null,
    hash text        not null,
    since timestamptz not null,
    primary key (did, hash)
);
create index blob_reference_by_hash on blob_reference (hash);
