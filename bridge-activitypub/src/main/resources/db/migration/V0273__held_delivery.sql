-- What owners here said in posts that are hidden here: it goes out when nothing hides the post any more. number: the document's
-- number here, which is the order in which an account's go. post: its id as compared.
create table held_delivery (
    account   text        not null,
    number    bigint      not null,
    hash      text        not null,
    activity  text        not null,
    post      text        not null,
    actors    text[]      not null,
    followers boolean     not null,
    since     timestamptz not null,
    primary key (account, number)
);

create index held_delivery_post on held_delivery (account, post);
create index held_delivery_since on held_delivery (since);
