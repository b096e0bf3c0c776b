-- A list of some months is sorted by deadline and narrowed by area from the index alone; rows are read for its page.
drop index case_record_reported;
create index case_record_reported on case_record (reported_at, id, sort_at, area);
