-- Hashes that checkpoints list, that were never here, and that another gateway of the account calls erased: they count as
-- erased, by its word, until a document with this hash comes.
create table erased_elsewhere (
    did  text  not null,
    hash bytea not null,
    primary key (did, hash)
);
