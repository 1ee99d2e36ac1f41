-- Cases: one row per subject, its timeline, the reports that fingerprints and limits are counted by, and the decisions.
create table case_file (
    subject       text        not null primary key,
    kind          text        not null,
    status        text        not null,
    open_reports  integer     not null,
    category      text        not null,
    waiting_since timestamptz not null,
    changed_at    timestamptz not null,
    assignee      text,
    claimed_by    text,
    claimed_until timestamptz,
    entries       integer     not null
);

create index case_file_queue on case_file (status, waiting_since, subject);

create table case_entry (
    subject text        not null,
    number  integer     not null,
    at      timestamptz not null,
    by      text        not null,
    type    text        not null,
    details text        not null,
    primary key (subject, number)
);

create table case_report (
    id          text        not null primary key,
    subject     text        not null,
    source      text        not null,
    fingerprint bytea       not null,
    open        boolean     not null,
    at          timestamptz not null
);

create index case_report_source on case_report (source, at);
create index case_report_subject on case_report (subject, fingerprint);

create table case_decision (
    id          text        not null primary key,
    subject     text        not null,
    target      text        not null,
    measure     text        not null,
    at          timestamptz not null,
    until       timestamptz,
    bulk        text,
    reversed_at timestamptz,
    appealed_at timestamptz,
    granted     boolean,
    body        text        not null
);

create index case_decision_subject on case_decision (subject, at);
create index case_decision_target on case_decision (target) where reversed_at is null;
create index case_decision_bulk on case_decision (bulk) where bulk is not null;
create index case_decision_holding on case_decision (at) where reversed_at is null;
