-- The list of all cases in its usual order: walked, not sorted.
create index case_record_sorted on case_record (sort_at, id);
-- What waits for the office beside what is open.
create index case_record_unregistered on case_record (sort_at, id) where state = 'reported';
