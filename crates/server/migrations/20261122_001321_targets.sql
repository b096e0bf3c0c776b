-- What is to be reached: a figure's aim within a span, as an office or a paper set it.
create table target (
  id {uuid} not null constraint target_pk primary key,
  metric text {c} not null,
  area {uuid} not null constraint target_area_fk references area (id),
  organisation {uuid} not null constraint target_organisation_fk references organisation (id),
  first_day text {c} not null,
  last_day text {c} not null,
  -- at least, or at most
  bound text {c} not null constraint target_bound_check check (bound in ('min', 'max')),
  -- in the metric's smallest unit
  value bigint not null,
  -- where it comes from, in words
  source text not null,
  set_at bigint not null,
  -- null: it holds
  dropped_at bigint
);
create index target_of_metric on target (metric, last_day);
