-- Who may do what at this instance.
create table staff (
    did          text        not null primary key,
    role         text        not null,
    appointed_by text        not null,
    appointed_at timestamptz not null
);

create table staff_role (
    name        text    not null primary key,
    rank        integer not null,
    permissions text[]  not null
);

create table staff_token (
    hash       bytea       not null primary key,
    did        text        not null,
    name       text        not null,
    scope      text[]      not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create index staff_token_owner on staff_token (did);
