-- The list of cases in the order of their numbers: serials of a month may grow longer.
create index case_record_numbered on case_record (substr(number, 1, 5), length(number), number);
