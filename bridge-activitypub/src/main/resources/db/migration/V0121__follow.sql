create table follower (
    account      text        not null,
    actor        text        not null,
    spelling     text        not null,
    inbox        text        not null,
    shared_inbox text        not null,
    host         text        not null,
    follow_id    text        not null,
    -- The same id as it is compared.
    follow_key   text        not null,
    accepted     boolean     not null,
    since        timestamptz not null,
    primary key (account, actor)
);

create index follower_page on follower (account, accepted, since desc, actor desc);
create index follower_actor on follower (actor);
create index follower_follow on follower (follow_key);

create table followed (
    account   text        not null,
    actor     text        not null,
    spelling  text        not null,
    follow_id text        not null,
    state     text        not null check (state in ('PENDING', 'ACCEPTED', 'REJECTED')),
    moved_to  text,
    since     timestamptz not null,
    primary key (account, actor)
);

create index followed_actor on followed (actor, state);
create index followed_follow on followed (follow_id);

-- Whom owners do not want to see.
create table shunned (
    account  text        not null,
    kind     text        not null check (kind in ('BLOCK', 'MUTE', 'DOMAIN')),
    target   text        not null,
    activity text        not null,
    since    timestamptz not null,
    primary key (account, kind, target)
);

-- Who does not want to see an owner.
create table blocked_by (
    account  text        not null,
    actor    text        not null,
    activity text        not null,
    since    timestamptz not null,
    primary key (account, actor)
);

-- The last Move of an actor that was believed; another is not looked at for seven days.
create table moved (
    actor  text primary key,
    target text        not null,
    at     timestamptz not null
);
