-- What peers have signed to hold, newest thousand receipts per account and peer. Only with one is a document withheld.
create table peer_receipt (
    did         text        not null,
    peer        text        not null,
    number      bigint      not null,
    received_at timestamptz not null,
    bytes       bytea       not null,
    primary key (did, peer, number)
);
create table peer_receipt_hash (
    did    text   not null,
    peer   text   not null,
    hash   bytea  not null,
    number bigint not null,
    primary key (did, peer, hash)
);
create index peer_receipt_hash_by_number on peer_receipt_hash (did, peer, number);

-- The last audit of each replica.
create table audit_report (
    did      text        not null,
    peer     text        not null,
    origin   text        not null,
    at       timestamptz not null,
    state    text        not null,
    as_of    timestamptz,
    listed   bigint      not null,
    checked  bigint      not null,
    held     bigint      not null,
    gone     bigint      not null,
    lacking  bigint      not null,
    withheld bigint      not null,
    sampled   bigint     not null,
    delivered bigint     not null,
    -- The hashes that are withheld, each with the receipt for it: JSON.
    evidence bytea       not null,
    primary key (did, peer)
);
create index audit_report_withheld on audit_report (state, did) where state = 'WITHHELD';
