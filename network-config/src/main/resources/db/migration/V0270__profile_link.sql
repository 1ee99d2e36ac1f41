-- Links in profiles, and whether the pages behind them point back, as they were last asked.
create table profile_link (
    account    text        not null,
    link       text        not null,
    -- none while it has not been asked
    result     text,
    checked_at timestamptz,
    due_at     timestamptz not null,
    -- when the profile was last shown with it, at most a day ago
    shown_at   timestamptz not null,
    primary key (account, link)
);
create index profile_link_due on profile_link (due_at);
create index profile_link_shown on profile_link (shown_at);
