-- Tables brought in from files: each row is staged, checked there, and all are moved at once.

create table import_run (
  id {uuid} not null constraint import_run_pk primary key,
  -- areas, boundaries, organisations or people
  what text {c} not null,
  file_name text not null,
  -- SHA-256 of the bytes; of a folder, of all its files in their order
  file_hash text {c} not null,
  state text {c} not null constraint import_run_state_check
    check (state in ('staging', 'checked', 'faulty', 'applied', 'dropped')),
  -- rows staged so far
  staged bigint not null,
  -- who staged it and alone may apply it
  account {uuid} not null,
  created_at bigint not null,
  applied_at bigint,
  -- JSON: what was added
  result text
);

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
);
