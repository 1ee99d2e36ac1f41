-- The instance's own filters, in the order in which they are asked.
create table filter (
    id    text     not null primary key,
    place integer  not null,
    body  text     not null
);
