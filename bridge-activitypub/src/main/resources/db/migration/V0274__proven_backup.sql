-- When the owner last proved a backup to work, as the owner's program says.
alter table account add column backup_proven_at timestamptz;
