-- What whoever runs the instance has decided while it runs; what is not here is as configured.
create table house_rule (
    name       text        not null primary key check (name in ('sign-up', 'closing')),
    -- JSON.
    value      text        not null,
    changed_by text        not null,
    changed_at timestamptz not null
);

create table announcement (
    id         text        not null primary key,
    -- JSON: a text for each language.
    texts      text        not null,
    starts_at  timestamptz not null,
    ends_at    timestamptz not null,
    changed_by text        not null,
    changed_at timestamptz not null
);
