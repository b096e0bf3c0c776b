-- Papers written from templates with live figures.

create table report (
  id {uuid} not null constraint report_pk primary key,
  kind text {c} not null,
  area {uuid} not null constraint report_area_fk references area (id),
  -- in the grammar of periods
  period text {c} not null,
  title text not null,
  -- who signs it
  office text not null,
  -- place in the sealed chain that its figures were taken at; null while nothing was sealed
  as_of bigint,
  made_by {uuid} not null,
  made_at bigint not null,
  refreshed_at bigint not null,
  -- one more with every change
  version integer not null
);
create index report_area on report (area, made_at);

-- One heading, paragraph, list or chart of a paper, in the template's order.
create table report_block (
  report {uuid} not null constraint report_block_report_fk references report (id),
  -- place in the template, as `problems.lines`
  key text {c} not null,
  rank integer not null,
  -- words and live figures as JSON
  content text not null,
  -- by whom and when a person wrote it; null while it is the template's
  edited_by {uuid},
  edited_at bigint,
  constraint report_block_pk primary key (report, key)
);
