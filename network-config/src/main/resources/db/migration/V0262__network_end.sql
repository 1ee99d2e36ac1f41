-- When hosting a network is to end, after the notice that its charter promises.
alter table hosted_network add column ends_at timestamptz;
