-- Level 1 of reconciliation: for each account and class that is shared with a peer an item, whose hash is of what is held here.
-- Kept up to date with what has changed only, before a peer is compared with.
create table common_item (
    peer   text   collate "C" not null,
    did    text   collate "C" not null,
    class  text   not null,
    second bigint not null,
    hash   bytea  not null,
    primary key (peer, did, class)
);
create index common_item_by_account on common_item (did);
create index common_item_by_second on common_item (peer, second, hash);
create index common_item_by_hash on common_item (peer, hash);

-- How many of them there are. Its row is the lock under which a peer's items change.
create table common_set (
    peer  text   collate "C" primary key,
    items bigint not null
);

-- Shared accounts in which something has changed since.
create table common_touched (
    did text collate "C" primary key
);
insert into common_touched (did) select distinct did from replica;
