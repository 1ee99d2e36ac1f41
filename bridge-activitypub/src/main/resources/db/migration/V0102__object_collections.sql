-- Which collection of which document lies at a path: the signed document names its replies, likes, shares and context,
-- and no path is fixed by name.
create table object_collection (
    did text not null,
    path text not null,
    kind text not null check (kind in ('REPLIES', 'LIKES', 'SHARES', 'CONTEXT')),
    object_path text not null,
    primary key (did, path)
);
