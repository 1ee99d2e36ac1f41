-- Media that an account's documents name and that are still to be fetched from its other gateways.
create table wanted_media (
    did      text        not null,
    hash     text        not null,
    -- A document that names it: when that is erased, so is the wish.
    document bytea       not null,
    since    timestamptz not null,
    due_at   timestamptz not null,
    attempts smallint    not null default 0,
    primary key (did, hash)
);
create index wanted_media_due on wanted_media (due_at);

-- What has come of the one file of an account that is under way, so that it goes on after an interruption.
create table wanted_media_part (
    did   text    not null,
    hash  text    not null,
    part  integer not null,
    bytes bytea   not null,
    primary key (did, hash, part)
);
