-- Opening figures that the office lets count in place of the records inside their area and span. A choice is a posting
-- anew of the same figure, so that it has its place in the chain; this table only marks which ones are.

create table chosen_opening (
  posting {uuid} not null constraint chosen_opening_pk primary key
    constraint chosen_opening_posting_fk references posting (id),
  metric text {c} not null
);
create index chosen_opening_metric on chosen_opening (metric);
