-- What is owed in a rhythm, the slots it falls into, and the rounds that fill them.

-- What may be owed, with its rhythm.
create table obligation_kind (
  code text {c} not null constraint obligation_kind_pk primary key,
  name text not null,
  name_en text not null,
  -- the rhythm, as JSON
  body text not null,
  origin text {c} not null constraint obligation_kind_origin_check check (origin in ('shipped', 'local')),
  -- order on screen
  rank integer not null
);

-- Who owes it, about which place and in which days. Only its end is ever added.
create table obligation (
  id {uuid} not null constraint obligation_pk primary key,
  kind text {c} not null constraint obligation_kind_fk references obligation_kind (code),
  organisation {uuid} not null constraint obligation_organisation_fk references organisation (id),
  area {uuid} not null constraint obligation_area_fk references area (id),
  -- null: the whole area
  site {uuid} constraint obligation_site_fk references site (id),
  -- the community or village that its figures count in
  counted_in {uuid} not null constraint obligation_counted_in_fk references area (id),
  from_day text {c} not null,
  to_day text {c},
  -- slots that open until then stand in the table
  opened_until bigint not null,
  -- when the clock comes by; null: nothing follows
  next_at bigint
);
create index obligation_next on obligation (next_at) where next_at is not null;
create index obligation_organisation on obligation (organisation);
create index obligation_place on obligation (area, kind);

-- A stretch of time in which one round is owed.
create table slot (
  id {uuid} not null constraint slot_pk primary key,
  obligation {uuid} not null constraint slot_obligation_fk references obligation (id),
  -- the local day on which it opens, and its number in that day
  day text {c} not null,
  number integer not null,
  opens_at bigint not null,
  closes_at bigint not null,
  state text {c} not null constraint slot_state_check check (state in ('open', 'done', 'late', 'missed')),
  -- the round that fills it
  round {uuid},
  walked_at bigint,
  -- when it was said what became of it
  settled_at bigint,
  version integer not null,
  constraint slot_unique unique (obligation, day, number)
);
create index slot_of_obligation on slot (obligation, opens_at);
create index slot_open on slot (obligation) where state = 'open';
create index slot_opens on slot (opens_at, id);

-- Somebody walked round.
create table round (
  id {uuid} not null constraint round_pk primary key,
  obligation {uuid} not null constraint round_obligation_fk references obligation (id),
  -- null: it fits none
  slot {uuid} constraint round_slot_fk references slot (id),
  -- how it meets what was owed
  standing text {c} not null constraint round_standing_check
    check (standing in ('on_time', 'late', 'extra', 'too_late')),
  organisation {uuid} not null constraint round_organisation_fk references organisation (id),
  person {uuid} not null,
  note text not null,
  lon double precision,
  lat double precision,
  -- by the walker's clock
  walked_at bigint not null,
  received_at bigint not null
);
create index round_received on round (received_at, id);
create index round_slot on round (slot);
create index round_obligation on round (obligation, received_at);

create table round_photo (
  round {uuid} not null constraint round_photo_round_fk references round (id),
  file {uuid} not null constraint round_photo_file_fk references file (id),
  rank integer not null,
  constraint round_photo_pk primary key (round, file)
);
