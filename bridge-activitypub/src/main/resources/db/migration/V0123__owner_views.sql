create table notification (
    account  text        not null,
    key      text        not null,
    type     text        not null,
    actor    text        not null,
    object   text,
    activity text        not null,
    content  text,
    at       timestamptz not null,
    primary key (account, key)
);

create index notification_page on notification (account, at desc, key desc);

-- Items of collections: bookmarks, pins, lists; featured posts of remote actors.
create table collected (
    collection text        not null,
    item       text        not null,
    spelling   text        not null,
    activity   text        not null,
    added      timestamptz not null,
    primary key (collection, item)
);

create index collected_page on collected (collection, added desc, item desc);

create table own_collection (
    account text not null,
    id      text not null,
    name    text not null,
    primary key (account, id)
);

create table report (
    id       text primary key,
    reporter text        not null,
    objects  text[]      not null,
    content  text        not null,
    at       timestamptz not null
);

create index report_page on report (at desc, id desc);
