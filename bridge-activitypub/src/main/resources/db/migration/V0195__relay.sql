-- Requests that owners have signed on their devices, one for each inbox, and that this gateway sends for them: what has to be
-- said with the key of a home that was left (a Move).

create table relay_body (
    account text not null,
    hash text not null,
    activity text not null,
    body text not null,
    -- An activity that has to be delivered to a host before this one goes there; empty: none.
    after text not null,
    created timestamptz not null,
    primary key (account, hash)
);
create index relay_body_created on relay_body (created);

create table relay_request (
    account text not null,
    hash text not null,
    inbox text not null,
    host text not null,
    date text not null,
    signature text not null,
    state text not null check (state in ('WAITING', 'TAKEN', 'REFUSED', 'EXPIRED')),
    attempts int not null default 0,
    problem text,
    -- How long the activity that goes before is waited for.
    patient_until timestamptz not null,
    expires timestamptz not null,
    due timestamptz,
    primary key (account, hash, inbox)
);
create index relay_request_due on relay_request (due) where due is not null;
create index relay_request_host on relay_request (host) where due is not null;
