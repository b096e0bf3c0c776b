-- Figures stated by hand, and what was to be reached.

-- A file of figures that was taken in; the same file for the same place and span changes nothing.
create table statement_file (
  id {uuid} not null constraint statement_file_pk primary key,
  hash text {c} not null,
  -- place, period and condition of the rows, as asked
  scope text {c} not null,
  person {uuid} not null,
  taken_at bigint not null,
  constraint statement_file_unique unique (hash, scope)
);

create table statement (
  id {uuid} not null constraint statement_pk primary key,
  -- stated: it posts; target; quoted: text alone; unmatched: without a metric; held: the office decides; withdrawn
  state text {c} not null constraint statement_state_check
    check (state in ('stated', 'target', 'quoted', 'unmatched', 'held', 'withdrawn')),
  -- how it posts; null unless it is or was stated
  kind text {c} constraint statement_kind_check check (kind in ('opening', 'entry', 'stock_take', 'observation')),
  -- what the office should look at
  doubt text {c} constraint statement_doubt_check check (doubt in ('range', 'upper_bound', 'repeated', 'otherwise')),
  metric text {c},
  area {uuid} not null constraint statement_area_fk references area (id),
  -- the area of the metric's grain that it counts in
  counted_in {uuid} not null constraint statement_counted_in_fk references area (id),
  organisation {uuid} not null constraint statement_organisation_fk references organisation (id),
  first_day text {c} not null,
  last_day text {c} not null,
  -- in the metric's smallest unit; null: masked, or not stated
  amount bigint,
  -- what is posted: the amount, or what a stock-take differs by
  posted bigint,
  qualifier text {c} not null,
  -- values by dimension, JSON
  dims text {c} not null,
  -- all that was said, JSON
  said text not null,
  -- of what was said, for lists
  object text not null,
  file {uuid} constraint statement_file_fk references statement_file (id),
  -- row in the file
  line integer,
  version integer not null,
  person {uuid} not null,
  recorded_at bigint not null
);
create index statement_recorded on statement (recorded_at, id);
create index statement_state on statement (state, recorded_at, id);
create index statement_fact on statement (metric, counted_in, last_day);
create index statement_of_file on statement (file, line);
