-- A visit can be corrected: the row has the present answers, each correction keeps those before it.

-- one more with each correction
alter table visit add column version integer not null default 1;
-- false: a correction has taken it back; kept for the case that it was reported as, which is no case any more
alter table finding add column stands boolean not null default true;

create table visit_correction (
  id {uuid} not null constraint visit_correction_pk primary key,
  visit {uuid} not null constraint visit_correction_visit_fk references visit (id),
  -- of the visit with this correction: 2, 3 …
  version integer not null,
  organisation {uuid} not null constraint visit_correction_organisation_fk references organisation (id),
  person {uuid} not null,
  at bigint not null,
  -- why, in the words of whoever corrected
  note text not null,
  -- answers before it by item, as JSON
  answers text not null,
  constraint visit_correction_once unique (visit, version)
);
