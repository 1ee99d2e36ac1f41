-- The public stream, in 16 partitions by a hash of the account. A number is taken from the partition's row, which stays
-- locked until the inserting transaction ends: so commit order is number order, and no reader passes a late commit.
create table stream_partition (
    partition   integer primary key,
    last_number bigint not null,
    -- Events up to this one have been forgotten.
    forgotten   bigint not null
);
insert into stream_partition (partition, last_number, forgotten) values
    (0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0), (6, 0, 0), (7, 0, 0),
    (8, 0, 0), (9, 0, 0), (10, 0, 0), (11, 0, 0), (12, 0, 0), (13, 0, 0), (14, 0, 0), (15, 0, 0);

create table stream_event (
    partition integer     not null,
    number    bigint      not null,
    kind      text        not null check (kind in ('DOCUMENT', 'DELETION', 'REVISION')),
    did       text        not null,
    -- Of a document that has come to count.
    hash      bytea,
    size      integer,
    -- Of an id that was declared deleted.
    path      text,
    at        timestamptz not null,
    primary key (partition, number)
);
