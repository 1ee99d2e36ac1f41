-- How an activity came, for the records that the account's other gateways get; null: no record is made of it.
alter table inbox_activity add column evidence text;

-- Whether any account here has more than one gateway.
create index account_shared on account (did) where gateways like '% %';
