-- Who else keeps the accounts that are kept here, and how far they are. An account's gateways stand side by side.
create table replica (
    did              text collate "C" not null,
    peer             text collate "C" not null,
    origin           text        not null,
    newest_documents bigint      not null,
    newest_records   bigint      not null,
    -- Null as long as it is not known what the peer has.
    taken_documents  bigint,
    taken_records    bigint,
    -- Null when the repository was never to be fetched from there.
    pull_position    bigint,
    pull_newest      bigint,
    pull_done        boolean,
    paused_until     timestamptz,
    -- When it last had its turn, or when its pause ends, whichever is later.
    turn_at          timestamptz not null,
    primary key (did, peer)
);
create index replica_by_peer on replica (peer, did);
create index replica_behind on replica (peer, turn_at, did)
    where taken_documents < newest_documents or taken_records < newest_records;
create index replica_pulling on replica (did, peer) where not pull_done;

-- How peers have done. Those that share no account are few, see Replicas.MAX_STRANGERS.
create table replica_peer (
    peer              text collate "C" primary key,
    origin            text,
    shares            boolean     not null,
    heard_at          timestamptz not null,
    last_success_at   timestamptz,
    failures          integer     not null,
    not_before        timestamptz,
    reconciled_at     timestamptz,
    bytes_sent        bigint      not null,
    bytes_received    bigint      not null,
    rejected          bigint      not null,
    demerits          double precision not null,
    demerits_at       timestamptz
);
create index replica_peer_stranger on replica_peer (heard_at) where not shares;

-- One piece of work of a kind with a peer at a time.
create table replica_turn (
    peer       text        not null,
    work       text        not null,
    held_until timestamptz not null,
    primary key (peer, work)
);

-- Hashes that a peer is not to be asked for.
create table replica_poison (
    peer  text        not null,
    hash  bytea       not null,
    until timestamptz not null,
    primary key (peer, hash)
);
create index replica_poison_until on replica_poison (until);
