-- Whose posts belong into the views of the networks that are hosted here, by actor's id as ids are compared.
create table network_author (
    actor   text not null,
    network text not null,
    primary key (actor, network)
);

create index network_author_network on network_author (network, actor);

-- Their public posts, written together with the post; the newest of each network are kept.
create table network_note (
    network   text        not null,
    published timestamptz not null,
    id        text        not null,
    author    text        not null,
    primary key (network, published, id)
);

create index network_note_author on network_note (network, author);
