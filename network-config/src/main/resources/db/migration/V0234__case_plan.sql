-- Decisions about many that wait for a second person.
create table case_plan (
    id   text        not null primary key,
    by   text        not null,
    at   timestamptz not null,
    body text        not null
);
