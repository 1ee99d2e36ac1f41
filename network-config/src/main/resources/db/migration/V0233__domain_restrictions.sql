-- What a rule about a domain holds back beside its stance, what everybody may read of it, and when it ends.
alter table domain_rule add column restrictions text[] not null default '{}';
alter table domain_rule add column public_comment text not null default '';
alter table domain_rule add column until timestamptz;
