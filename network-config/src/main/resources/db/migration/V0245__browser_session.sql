-- Who is signed in with which browser. Of the secret in the cookie only the hash is kept.
create table browser_session (
    did        text        not null,
    hash       bytea       not null,
    signer     text        not null,
    agent      text        not null,
    sign_in    bytea       not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (did, hash),
    unique (did, sign_in)
);

create index browser_session_expiry on browser_session (expires_at);
