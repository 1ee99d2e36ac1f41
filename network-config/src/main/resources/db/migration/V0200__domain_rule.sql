-- Rules about domains: who may deliver here, and how what comes from there is shown.
create table domain_rule (
    domain     text        not null primary key,
    stance     text        not null check (stance in ('allow', 'limit', 'deny')),
    comment    text        not null,
    created_at timestamptz not null
);
