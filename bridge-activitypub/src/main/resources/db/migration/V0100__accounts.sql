-- Accounts registered here. What the owner decides is copied from its newest actor document, so that the ways through
-- the house need not read it again; what is this instance's own is the name, the RSA key and the status.
create table account (
    did text collate "C" primary key,
    origin text not null,
    username text not null,
    actor_path text not null,
    inbox_path text not null,
    outbox_path text not null,
    followers_path text,
    following_path text,
    featured_path text,
    liked_path text,
    display_name text not null,
    locked boolean not null,
    home boolean not null,
    status text not null check (status in ('ACTIVE', 'SUSPENDED', 'DELETED')),
    -- The id under which the newest actor document lists our key; null as long as it does not.
    listed_key_id text,
    key_multibase text not null,
    key_pem text not null,
    -- The private half once more, sealed to the owner: answered to every repeated registration.
    sealed_key text not null,
    registered_at timestamptz not null
);

-- Names stay reserved after an account is deleted, so that nobody can pose as who was there before.
create table account_name (
    origin text not null,
    name text not null,
    did text not null,
    reserved_at timestamptz not null,
    primary key (origin, name)
);
