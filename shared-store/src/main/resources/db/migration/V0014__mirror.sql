-- Public records that are kept of other accounts, or of everything on a peer.
create table mirror (
    -- A DID, or the origin of a peer.
    target    text primary key,
    kind      text        not null check (kind in ('ACCOUNT', 'INSTANCE', 'REFILL')),
    origin    text        not null,
    peer      text        not null,
    quota     bigint      not null,
    used      bigint      not null,
    -- Walking through the peer's accounts: up to which, and when it last came to the end.
    walked_to text,
    walked_at timestamptz,
    -- Where to go on in the peer's stream.
    cursor    text,
    next_at   timestamptz not null,
    problem   text        not null
);
create index mirror_due on mirror (next_at);

-- How far an account's public records were fetched from a peer: the peer's number.
create table mirror_position (
    peer     text   not null,
    did      text   not null,
    position bigint not null,
    primary key (peer, did)
);
