-- Who joined a hosted network elsewhere, as other instances that host it show it: each one's own signed Join.
create table network_member (
    network  text  not null,
    origin   text  not null,
    member   text  not null,
    document bytea not null,
    primary key (network, origin, member)
);

-- What stood for the whole list when it was last fetched: it is fetched again when that is another.
alter table network_source add column joined text not null default '';
