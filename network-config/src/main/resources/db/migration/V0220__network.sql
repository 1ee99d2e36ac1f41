-- Networks that this instance hosts. Acts are numbered by the network's row, which is locked when some are added.
create table hosted_network (
    network      text        not null primary key,
    hosted_at    timestamptz not null,
    dismissed_at timestamptz,
    last_number  bigint      not null default 0,
    -- true for the one that was founded at the first start
    first        boolean     unique check (first)
);

-- What was said in their affairs, kept as it came for as long as the network is hosted here.
create table network_act (
    network  text        not null,
    hash     bytea       not null,
    number   bigint      not null,
    author   text        not null,
    kept_at  timestamptz not null,
    document bytea       not null,
    primary key (network, hash)
);
create index network_act_by_number on network_act (network, number);
create index network_act_by_author on network_act (network, author);

-- Other instances that host the same network, and how far their acts have been fetched.
create table network_source (
    network  text        not null,
    origin   text        not null,
    position bigint      not null default 0,
    asked_at timestamptz,
    fault    text,
    primary key (network, origin)
);
