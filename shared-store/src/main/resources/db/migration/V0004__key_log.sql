-- The key log's state, derived from its entries in the transaction that admits one.
alter table repository add column genesis bytea;

create table device (
    did          text    not null,
    device       text    not null,
    revoked      boolean not null,
    -- Where its chains end once it is revoked.
    public_seq   bigint,
    public_hash  bytea,
    private_seq  bigint,
    private_hash bytea,
    primary key (did, device)
);

alter table checkpoint add column signed_at timestamptz not null;
