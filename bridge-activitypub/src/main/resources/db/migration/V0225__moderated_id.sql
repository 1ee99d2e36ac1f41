-- Actors and posts that moderators of this instance hide or limit, by id as ids are compared.
create table moderated_id (
    id     text not null primary key,
    stance text not null check (stance in ('LIMIT', 'DENY'))
);
