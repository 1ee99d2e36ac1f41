-- Domains that accounts have proven to be theirs. Few (capped), and read as a whole into memory.
create table brought_domain (
    name text collate "C" primary key,
    did text not null,
    added_at timestamptz not null,
    -- When the proof was last seen, and since when it has been answered without our account; null: it stands.
    proven_at timestamptz not null,
    missing_since timestamptz,
    -- The account's newest actor document names another instance for this origin.
    elsewhere boolean not null default false,
    due_at timestamptz not null,
    changed_at timestamptz not null
);
create index brought_domain_by_account on brought_domain (did);
create index brought_domain_due on brought_domain (due_at);
