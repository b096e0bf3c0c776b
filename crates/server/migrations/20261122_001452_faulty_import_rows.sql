-- Few rows of a table are wrong; they are asked for many times.
create index import_row_faulty on import_row (run, n) where faults is not null;
