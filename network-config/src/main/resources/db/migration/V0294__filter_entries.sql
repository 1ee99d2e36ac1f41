-- What a filter brought to cases, the newest first.
create index case_entry_filter on case_entry (by, at) where by like 'filter:%';
