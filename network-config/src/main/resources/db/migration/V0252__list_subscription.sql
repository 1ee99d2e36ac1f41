-- Lists of domains that others keep.
create table list_subscription (
    id       text        not null primary key,
    address  text        not null,
    format   text        not null,
    mode     text        not null,
    signer   text,
    retract  boolean     not null,
    etag     text        not null,
    next     text        not null,
    due      timestamptz not null,
    failures integer     not null,
    fault    text        not null,
    fetched  timestamptz
);

-- What a list says. made: when it made the rule that stands here; gone: it says this no longer.
create table list_entry (
    list         text        not null,
    domain       text        not null,
    stance       text        not null,
    restrictions text[]      not null,
    comment      text        not null,
    gone         boolean     not null,
    made         timestamptz,
    primary key (list, domain)
);
