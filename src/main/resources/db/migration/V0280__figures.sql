-- What is counted of each day (UTC): a row a day and figure, rewritten while the day and the one before it last.
create table figure_day (
    day   date   not null,
    name  text   not null,
    value bigint not null,
    primary key (day, name)
);

create index account_registered on account (registered_at);
create index case_entry_type on case_entry (type, at);
create index case_report_at on case_report (at);
create index case_file_changed on case_file (changed_at);
