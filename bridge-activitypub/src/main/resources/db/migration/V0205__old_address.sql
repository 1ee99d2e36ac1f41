-- The key of a home that an account has left, handed over by its owner to this one, so that servers that have not moved along yet
-- get the account's posts under its old address. Whoever reads this table can speak under those addresses.

create table old_address (
    account text primary key,
    -- The origin that the old ids are spelt with.
    gateway text not null,
    key_id text not null,
    key_pem text not null,
    expires timestamptz not null
);

-- Servers that know the old address.
create table old_address_host (
    account text not null,
    host text not null,
    -- Whether somebody there follows the new address by now.
    moved boolean not null,
    primary key (account, host)
);
