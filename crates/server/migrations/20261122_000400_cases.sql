-- The closed loop of a problem: categories, cases, their stages, moves and photos.

create table category (
  code text {c} not null constraint category_pk primary key,
  name text not null,
  name_en text not null,
  parent text {c} constraint category_parent_fk references category (code),
  -- the root above it, which is the line (条) that answers for it
  line text {c} not null,
  leaf boolean not null,
  origin text {c} not null,
  -- order on screen
  rank integer not null,
  -- department, limits, evidence and lists, as JSON, inherited values filled in
  rule text not null,
  retired_on text {c}
);

-- A case (case is a reserved word of SQL). Only the verbs' one move changes state, version and what hangs on them.
create table case_record (
  id {uuid} not null constraint case_record_pk primary key,
  number text {c} not null constraint case_record_number_unique unique,
  title text not null,
  description text not null,
  category text {c} not null constraint case_record_category_fk references category (code),
  line text {c} not null,
  area {uuid} not null constraint case_record_area_fk references area (id),
  -- the community or village that its figures count in, the coarser area where none is known
  counted_in {uuid} not null constraint case_record_counted_in_fk references area (id),
  -- the place in words
  place text not null,
  lon double precision,
  lat double precision,
  source text {c} not null,
  state text {c} not null constraint case_record_state_check check (state in
    ('reported', 'registered', 'dispatched', 'accepted', 'rectified', 'verified', 'closed',
     'rejected', 'shelved', 'merged', 'cancelled')),
  -- where a shelved case resumes
  resumes text {c},
  -- 1, and one more with each reopening
  cycle integer not null,
  -- send-backs within the cycle
  rework integer not null,
  -- returns of the cycle by units that it does not belong to
  returns integer not null,
  registering {uuid} not null constraint case_record_registering_fk references organisation (id),
  lead {uuid} constraint case_record_lead_fk references organisation (id),
  verifying {uuid} constraint case_record_verifying_fk references organisation (id),
  -- of handling (or of rework after a send-back), which is what late means
  deadline_at bigint,
  -- the clock of the handling limit as JSON: running, or stopped with what is left while it is shelved
  clock text,
  -- the moment at which this cycle was found overdue; stays until the case is reopened
  overdue_at bigint,
  reported_by {uuid} not null,
  rectified_by {uuid},
  found_at bigint not null,
  reported_at bigint not null,
  -- the moment of reporting done in this cycle, after a send-back null again
  rectified_at bigint,
  closed_at bigint,
  -- registered and not yet closed, rejected, merged or cancelled
  open boolean not null,
  -- place in the lists: by deadline, then what has none yet, then the shelved, then the ended, latest first
  sort_at bigint not null,
  version integer not null
);
create index case_record_open on case_record (open, sort_at, id);
create index case_record_area on case_record (area, state);
create index case_record_lead on case_record (lead, state);
create index case_record_reported on case_record (reported_at, id);

-- The stages of a case, each with the limit frozen when it began.
create table case_stage (
  id {uuid} not null constraint case_stage_pk primary key,
  record {uuid} not null constraint case_stage_record_fk references case_record (id),
  cycle integer not null,
  stage text {c} not null,
  organisation {uuid},
  from_at bigint not null,
  to_at bigint,
  -- as '2 work_day', null when the category sets none
  limit_words text {c},
  deadline_at bigint
);
create index case_stage_record on case_stage (record, from_at);

-- Each verb, for ever.
create table case_move (
  id {uuid} not null constraint case_move_pk primary key,
  record {uuid} not null constraint case_move_record_fk references case_record (id),
  version integer not null,
  verb text {c} not null,
  from_state text {c},
  to_state text {c} not null,
  cycle integer not null,
  at bigint not null,
  organisation {uuid},
  person {uuid},
  reason text,
  -- the system did it by rule
  by_rule boolean not null,
  -- who answered for it and who verifies, after this move
  lead {uuid},
  verifying {uuid},
  deadline_at bigint,
  constraint case_move_version_unique unique (record, version)
);

create table case_photo (
  record {uuid} not null constraint case_photo_record_fk references case_record (id),
  file {uuid} not null constraint case_photo_file_fk references file (id),
  role text {c} not null,
  cycle integer not null,
  -- metres between the photo's position and the case's
  distance_m double precision,
  added_at bigint not null,
  constraint case_photo_pk primary key (record, file)
);

create table case_cooperating (
  record {uuid} not null constraint case_cooperating_record_fk references case_record (id),
  organisation {uuid} not null constraint case_cooperating_organisation_fk references organisation (id),
  constraint case_cooperating_pk primary key (record, organisation)
);

-- The last serial reserved for the case numbers of a month (YYMM).
create table case_serial (
  month text {c} not null constraint case_serial_pk primary key,
  last bigint not null
);
