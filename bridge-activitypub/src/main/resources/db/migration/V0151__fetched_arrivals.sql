-- Posts that this instance fetched itself go through the same queue as those that were sent.
alter table inbox_activity drop constraint inbox_activity_proof_check;
alter table inbox_activity add constraint inbox_activity_proof_check check (proof in ('INTEGRITY', 'HTTP', 'FETCHED'));
