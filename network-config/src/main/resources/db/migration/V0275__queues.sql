-- The queue filtered by category or assignee, what waits counted, and the appeals that nobody has answered.
create index case_file_category on case_file (status, category, waiting_since, subject);
create index case_file_assignee on case_file (assignee, status, waiting_since) where assignee is not null;
create index case_decision_appealed on case_decision (appealed_at, id)
    where appealed_at is not null and granted is null and reversed_at is null;
