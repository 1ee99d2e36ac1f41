-- When a post came here: posts from elsewhere that have been here for long, and that nobody here has to do with, are forgotten.
-- What is here already counts as come today.
alter table note add column arrived timestamptz not null default now();

create index note_arrived on note (arrived, id) where not local;
create index note_quote on note (quote) where local and quote is not null;
create index collected_item on collected (item);
