-- Items of reconciliation are ordered by their second, and what claims to be older than 1970 counts as of 1970.
drop index document_by_item;
create index document_by_item on document (did, class, (greatest(proof_second, 0)), hash) where standalone;

-- Sums over parts of a set of items, so that the fingerprint of any range is read from few rows. A node is for a prefix of the
-- items' keys (9 hexadecimal digits of second, 64 of hash) that more than 64 items share, and has count and sum for each
-- digit that follows. Smaller sets have none. What is missing is added when the set changes next.
create table item_node (
    -- The account whose documents of this class they are; or the peer, of the set of all that both have in common.
    owner    text  not null,
    class    text  not null,
    prefix   text  not null,
    children bytea not null,
    primary key (owner, class, prefix)
);
