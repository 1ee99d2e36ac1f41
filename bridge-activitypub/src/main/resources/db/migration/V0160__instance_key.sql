-- The instance's own private keys: made at first start, never changed. Whoever reads this table can speak for the instance.
create table instance_key (
    name    text        not null primary key check (name in ('rsa', 'ed25519')),
    secret  bytea       not null,
    created timestamptz not null
);
