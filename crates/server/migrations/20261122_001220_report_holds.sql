-- Who is writing in a paragraph of a paper: others see it and wait. No change of the paper, so not on the trail.
create table report_hold (
  report {uuid} not null constraint report_hold_report_fk references report (id),
  -- key of its block
  block text {c} not null,
  person {uuid} not null constraint report_hold_person_fk references person (id),
  -- nobody's from then on, unless it is renewed
  until_at bigint not null,
  constraint report_hold_pk primary key (report, block)
);
