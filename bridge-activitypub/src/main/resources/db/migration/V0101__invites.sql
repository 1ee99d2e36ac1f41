-- Codes are random and long, so a plain hash is enough: nobody can guess one from it.
create table invite (
    code_hash bytea primary key,
    id text not null,
    uses_left integer not null check (uses_left >= 0),
    expires timestamptz not null,
    note text not null,
    created_at timestamptz not null
);
