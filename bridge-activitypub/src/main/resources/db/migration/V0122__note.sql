-- Posts known here, local and remote. A deleted one stays as an empty row, so that its id is never taken again.
create table note (
    id           text primary key,
    author       text        not null,
    type         text        not null,
    visibility   text        not null check (visibility in ('PUBLIC', 'FOLLOWERS', 'DIRECT')),
    listed       boolean     not null,
    local        boolean     not null,
    published    timestamptz not null,
    in_reply_to  text,
    conversation text,
    quote        text,
    audience     text[]      not null,
    edited       timestamptz,
    version_time timestamptz not null,
    deleted      timestamptz,
    document     text,
    previous     text
);

create index note_author on note (author, published desc, id desc);
create index note_replies on note (in_reply_to, published) where in_reply_to is not null;
create index note_local on note (published desc, id desc) where local;

-- Posts that something here points to, but that are not known yet.
create table wanted_note (
    id         text primary key,
    -- The id as written, which may name a place to fetch it from.
    spelling   text        not null,
    attempts   smallint    not null default 0,
    not_before timestamptz not null,
    since      timestamptz not null
);

create index wanted_note_due on wanted_note (not_before);

create table interaction (
    object   text        not null,
    kind     text        not null check (kind in ('LIKE', 'SHARE', 'REACTION')),
    actor    text        not null,
    content  text        not null default '',
    activity text        not null,
    at       timestamptz not null,
    public   boolean     not null default true,
    primary key (object, kind, actor, content)
);

create index interaction_actor on interaction (actor, kind, at desc);
create index interaction_activity on interaction (activity);

create table poll (
    question  text primary key,
    author    text    not null,
    local     boolean not null,
    multiple  boolean not null,
    options   text[]  not null,
    -- As a remote author says; own polls are counted from the votes.
    tallies   bigint[] not null,
    voters    bigint  not null,
    closes_at timestamptz,
    announced boolean not null default false
);

create index poll_closing on poll (closes_at) where not announced and closes_at is not null;

create table vote (
    question text        not null,
    actor    text        not null,
    option   text        not null,
    activity text        not null,
    at       timestamptz not null,
    primary key (question, actor, option)
);

create index vote_actor on vote (actor, question);

-- Activities whose Undo came first; kept for 90 days.
create table undone (
    activity text        not null,
    actor    text        not null,
    at       timestamptz not null,
    primary key (activity, actor)
);

create index undone_age on undone (at);

create index note_direct on note using gin (audience) where visibility = 'DIRECT';
