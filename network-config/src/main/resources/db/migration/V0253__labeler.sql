-- Whose labels are heeded, and which of them stand here by which decision.
create table labeler (
    did      text        not null primary key,
    origin   text        not null,
    trust    text        not null,
    position bigint      not null,
    due      timestamptz not null,
    failures integer     not null,
    fault    text        not null
);

create table taken_label (
    labeler  text not null,
    label    text not null,
    decision text not null,
    primary key (labeler, label)
);
