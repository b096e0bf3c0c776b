-- Imports beside the requests: they can be waited for, stopped and found again. What was staged and not applied when
-- this comes is given up: it is read again from its file.

create table import_run_before as select * from import_run;
drop table import_row;
drop table import_run;

create table import_run (
  id {uuid} not null constraint import_run_pk primary key,
  -- areas, boundaries, organisations or people
  what text {c} not null,
  file_name text not null,
  -- SHA-256 of the bytes; of a folder, of all its files in their order; empty until it is staged
  file_hash text {c} not null,
  -- staging, then checked or faulty, applying, applied; failed: it came to nothing by itself; stopped: somebody wished
  -- so, or nobody came back for it
  state text {c} not null constraint import_run_state_check
    check (state in ('staging', 'checked', 'faulty', 'applying', 'applied', 'failed', 'stopped')),
  -- rows staged so far, and how many there are, once the source has told
  staged bigint not null,
  total bigint,
  -- who staged it and alone may apply it
  account {uuid} not null,
  created_at bigint not null,
  applied_at bigint,
  -- JSON: what was added
  result text,
  -- faulty rows that were left out when the others were taken
  left_out bigint,
  -- JSON: why it failed, as the API tells it
  problem text
);
create index import_run_account on import_run (account, id);

insert into import_run (id, what, file_name, file_hash, state, staged, account, created_at, applied_at, result)
  select id, what, file_name, file_hash, case state when 'applied' then state else 'stopped' end, staged, account,
    created_at, applied_at, result
  from import_run_before;
drop table import_run_before;

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
);
