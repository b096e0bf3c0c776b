-- A list of some months, or of what has ended in an area, is narrowed and sorted from the index alone; rows are read for
-- its page.
drop index case_record_reported;
create index case_record_reported on case_record (reported_at, id, sort_at, area);
drop index case_record_area;
create index case_record_area on case_record (area, state, category, sort_at, id);
