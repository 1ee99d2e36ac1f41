-- What filters look at, of every post that came in the last 30 days: for trying filters and decisions before they hold.
-- words, hosts, media and languages are lists in one text each, every item between separators, so that one search for a
-- text finds an item: " free money ", ".www.shop.example ", " zQm… ", " de ".
create table recent_post (
    id         text primary key,
    author     text        not null,
    host       text        not null,
    arrived    timestamptz not null,
    words      text        not null,
    hosts      text        not null,
    media      text        not null,
    languages  text        not null,
    mentions   smallint    not null,
    contact    boolean     not null,
    known_days smallint    not null
);

create index recent_post_arrived on recent_post (arrived);
create index recent_post_author on recent_post (author);
