-- Areas and organisations over time: what happened to which, from which day on, and who follows.

-- The dated values of an organisation; organisation holds the present ones.
create table organisation_span (
  organisation {uuid} not null constraint organisation_span_organisation_fk references organisation (id),
  from_day text {c} not null,
  -- the last day, null while it holds
  to_day text {c},
  name text not null,
  short_name text not null,
  parent {uuid},
  path text {c} not null,
  constraint organisation_span_pk primary key (organisation, from_day)
);
create index organisation_span_path on organisation_span (path);
insert into organisation_span (organisation, from_day, name, short_name, parent, path)
  select id, from_day, name, short_name, parent, path from organisation;

-- One change of a tree. Rows are only added.
create table succession (
  id {uuid} not null constraint succession_pk primary key,
  kind text {c} not null constraint succession_kind_check check (kind in
    ('rename', 'recode', 'convert', 'move', 'merge', 'split', 'close', 'hand_on')),
  -- from which day on it is true
  day text {c} not null,
  reason text not null,
  -- number or title of the paper that decided it
  document text not null,
  person {uuid} not null,
  recorded_at bigint not null
);

-- Whom it happened to, and what they were or are called by it.
create table succession_member (
  succession {uuid} not null constraint succession_member_succession_fk references succession (id),
  part text {c} not null constraint succession_member_part_check check (part in ('from', 'to')),
  -- an area or an organisation
  record {uuid} not null,
  -- order within the part
  rank integer not null,
  name text not null,
  -- code and kind of an area, kind of an organisation
  code text {c} not null,
  kind text {c} not null,
  -- of those that follow: takes what nobody else was given
  heir boolean not null,
  constraint succession_member_pk primary key (succession, part, record)
);
create index succession_member_record on succession_member (record);

-- What stood below a parent once: its label is not given again.
create index area_span_ended on area_span (parent) where to_day is not null;
