-- The same roll-up kept in the order of its key, areas first: a figure walks the areas of its scope, and no row is looked
-- up twice. What was folded is folded anew.
drop table rollup_subject;

create table rollup_subject (
  era bigint not null,
  metric text {c} not null,
  area {uuid} not null,
  -- YYYY-MM
  period text {c} not null,
  subject {uuid} not null,
  org {uuid} not null,
  -- an absent value is the empty text
  dim1 text {c} not null,
  dim2 text {c} not null,
  dim3 text {c} not null,
  quantity bigint not null,
  postings bigint not null,
  constraint rollup_subject_pk primary key (era, metric, area, period, subject, org, dim1, dim2, dim3)
) {by_key};

update rollup_mark set era = era + 1, seq = 0 where id = 1;
