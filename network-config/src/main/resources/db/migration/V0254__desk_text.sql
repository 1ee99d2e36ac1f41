-- What moderators have at hand: saved filters of queues, words for messages, to whom new cases go.
create table desk_text (
    owner text not null,
    kind  text not null,
    name  text not null,
    body  text not null,
    primary key (owner, kind, name)
);
