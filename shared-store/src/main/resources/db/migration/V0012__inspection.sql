-- Verifying again what is stored: how far this pass has come. One row.
create table inspection (
    id          integer primary key check (id = 1),
    begun_at    timestamptz,
    ended_at    timestamptz,
    -- The last document that was looked at; null: none in this pass.
    did         text,
    hash        bytea,
    documents   bigint not null,
    -- Whose turn it is, among the processes of this instance.
    leased_until timestamptz
);
insert into inspection (id, documents) values (1, 0);

-- Stored documents that do not verify. Emptied by purging them, or by a pass that finds them good.
create table inspection_fault (
    did      text        not null,
    hash     bytea       not null,
    reason   text        not null,
    found_at timestamptz not null,
    primary key (did, hash)
);
