-- Accounts' keys under their passphrases, as their owners' devices encrypted and signed them. leaving_at: since when the
-- account has been deleted or has not listed this gateway. handle: that of an account whose home is elsewhere, once the home's
-- own WebFinger has confirmed it, so that it is found here when the home is gone.
create table key_bag (
    did        text        not null primary key,
    version    bigint      not null,
    bag        bytea       not null,
    fetch_hash bytea       not null,
    proof_hash bytea       not null,
    kept_at    timestamptz not null,
    leaving_at timestamptz,
    handle     text,
    asked_at   timestamptz
);

create index key_bag_handle on key_bag (handle) where handle is not null;

-- Wrong passphrases. An empty did: of a network, for whatever account; an empty network: for an account, from wherever nobody
-- ever had the right one. known: from this network somebody had.
create table key_bag_guess (
    did      text        not null,
    network  text        not null,
    failures integer     not null,
    known    boolean     not null,
    last_at  timestamptz not null,
    primary key (did, network)
);

create index key_bag_guess_last on key_bag_guess (last_at);
