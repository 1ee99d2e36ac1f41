-- Other people's actors as they were last seen. authority: host and port of the id, or the DID of a portable actor.
create table remote_actor (
    authority    text        not null,
    id           text        not null,
    inbox        text        not null,
    shared_inbox text,
    document     bytea       not null,
    source       text        not null,
    gone         boolean     not null,
    fetched      timestamptz not null,
    checked      timestamptz not null,
    primary key (authority, id)
);

create index remote_actor_checked on remote_actor (checked);

-- Whose key a key id is, where the id itself does not say it. A hint where to look, never a proof.
create table remote_key (
    authority text        not null,
    key_id    text        not null,
    actor     text        not null,
    found     timestamptz not null,
    primary key (authority, key_id)
);

create index remote_key_found on remote_key (found);

-- Which kind of HTTP signature a host takes, where it is not draft-cavage or where that was tried.
create table peer_signature (
    host    text        not null primary key,
    profile text        not null check (profile in ('CAVAGE', 'RFC9421')),
    learned timestamptz not null
);

create index peer_signature_learned on peer_signature (learned);
