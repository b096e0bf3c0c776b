-- Staged rows lie in the order of their key: one tree is written, not a table and an index. What is staged stays.
create table import_row_kept as select * from import_row;
drop table import_row;

create table import_row (
  run {uuid} not null constraint import_row_run_fk references import_run (id),
  n bigint not null,
  -- where it stood: file (a folder has several) and line or place in the list, from 1
  file text not null,
  line bigint not null,
  code text {c} not null,
  name text not null,
  level text {c} not null,
  kind text {c} not null,
  -- code of the row or record that it hangs on
  parent_code text {c} not null,
  -- what it will be: found when it is staged
  record {uuid},
  parent {uuid},
  path text {c},
  -- stands already: skipped
  known boolean not null,
  -- JSON: what only its kind of table has
  body text,
  -- JSON: [{field, rule, found}]
  faults text,
  constraint import_row_pk primary key (run, n)
) {by_key};

insert into import_row select * from import_row_kept;
drop table import_row_kept;
