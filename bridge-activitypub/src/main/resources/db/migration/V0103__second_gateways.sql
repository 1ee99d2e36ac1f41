-- Accounts whose home is elsewhere: the gateways that the newest actor document lists, in order, separated by blanks, and
-- whether the name could be reserved here.
alter table account add column gateways text;
update account set gateways = origin;
alter table account alter column gateways set not null;
alter table account drop column home;
alter table account add column named boolean not null default true;
