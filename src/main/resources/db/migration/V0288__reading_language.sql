-- In which language somebody who signs in here with a browser reads. One row an account that is kept here; it is forgotten when
-- nobody has signed in for long.
create table reading_language (
    account  text        not null primary key,
    language text        not null,
    at       timestamptz not null
);
create index reading_language_by_age on reading_language (at);
