-- How often each filter found something, by day. network: whose charter the filter is of, empty for the instance's own.
create table filter_hit (
    network text   not null,
    filter  text   not null,
    day     date   not null,
    hits    bigint not null,
    primary key (network, filter, day)
);
