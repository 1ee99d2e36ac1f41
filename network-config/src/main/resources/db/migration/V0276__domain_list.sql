-- How the rules were that a list replaced, one row per domain of the list; without a stance there was none.
create table domain_list (
    id             text        not null,
    domain         text        not null,
    at             timestamptz not null,
    stance         text,
    restrictions   text[],
    comment        text,
    public_comment text,
    created_at     timestamptz,
    until          timestamptz,
    primary key (id, domain)
);

create index domain_list_age on domain_list (at);
