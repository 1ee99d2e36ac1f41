-- Which words a post can have, in 512 bits: a search looks at a bit before it reads the words. Posts from before have none, and are
-- read for as long as they are kept, which is 30 days.
alter table recent_post add column marks bytea;
