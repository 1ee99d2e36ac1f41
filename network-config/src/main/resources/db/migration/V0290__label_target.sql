-- What a taken label is on, what it says and until when: networks whose charters heed the labeler show it in their views. Of
-- labels that were taken before, labelers are asked once more.
alter table taken_label add column target text;
alter table taken_label add column name text;
alter table taken_label add column until timestamptz;

create index taken_label_target on taken_label (target, labeler);

update labeler set position = 0;
