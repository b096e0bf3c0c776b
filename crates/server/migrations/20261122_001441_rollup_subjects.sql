-- How many different people: what each subject's sealed postings of a metric come to in a month, for the area of the
-- postings alone, since one who took part in two villages is still one in the town. Can be made anew.
create table rollup_subject (
  era bigint not null,
  metric text {c} not null,
  -- YYYY-MM
  period text {c} not null,
  area {uuid} not null,
  subject {uuid} not null,
  org {uuid} not null,
  -- an absent value is the empty text
  dim1 text {c} not null,
  dim2 text {c} not null,
  dim3 text {c} not null,
  quantity bigint not null,
  postings bigint not null,
  constraint rollup_subject_pk primary key (era, metric, period, area, subject, org, dim1, dim2, dim3)
);

-- What was folded before holds no subjects: all is folded again.
update rollup_mark set era = era + 1, seq = 0 where id = 1;
