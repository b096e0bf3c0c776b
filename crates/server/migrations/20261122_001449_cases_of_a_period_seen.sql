-- Who may see a case asks for its three organisations as well: with them in the index a list of some months is chosen and
-- sorted from it alone, and of a million cases only the page's are read.
drop index case_record_reported;
create index case_record_reported on case_record (reported_at, id, sort_at, area, registering, lead, verifying);
