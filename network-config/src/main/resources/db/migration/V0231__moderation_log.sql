-- The moderation log: only ever added to. The head's row serialises the writers; the salt makes the pseudonyms.
create table moderation_log (
    number    bigint      not null primary key,
    at        timestamptz not null,
    action    text        not null,
    measure   text        not null,
    rule      text        not null,
    automated boolean     not null,
    entry     text        not null
);

create index moderation_log_time on moderation_log (at);

create table moderation_log_head (
    one    integer not null primary key check (one = 1),
    number bigint  not null,
    hash   bytea,
    salt   text    not null
);

insert into moderation_log_head (one, number, salt) values (1, 0, gen_random_uuid()::text);
