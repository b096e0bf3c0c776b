-- What superiors hand down: lists of problems, their rows and pictures, the columns of each sender, the answers.

create table referral (
  id {uuid} not null constraint referral_pk primary key,
  -- the office that took it in, and its area: places are looked for within it
  organisation {uuid} not null constraint referral_organisation_fk references organisation (id),
  area {uuid} not null constraint referral_area_fk references area (id),
  -- who sent it, in the words of its paper
  sender text not null,
  title text not null,
  -- of the paper; empty where it has none
  number text not null,
  received_on text {c} not null,
  -- last day of the answer
  due_on text {c},
  file_name text not null,
  -- SHA-256 of the bytes that were sent
  file_hash text {c} not null,
  state text {c} not null constraint referral_state_check
    check (state in ('reading', 'failed', 'read', 'dispatching', 'dispatched')),
  -- JSON [{head, role}], in the file's order
  columns text not null,
  -- rows of the file, once it is known
  total integer,
  -- JSON: why it could not be read
  problem text,
  account {uuid} not null,
  received_at bigint not null,
  version integer not null
);
create index referral_received on referral (received_at, id);

-- A row of a list. Its id is the id of the case that is made of it, so none is made twice.
create table referral_item (
  id {uuid} not null constraint referral_item_pk primary key,
  referral {uuid} not null constraint referral_item_referral_fk references referral (id),
  -- its place in the list, from 1
  n integer not null,
  -- where it stood in the file
  sheet text not null,
  line integer not null,
  -- JSON: a text a column
  cells text not null,
  -- JSON: pictures that could not be read, by column and rule
  broken text not null,
  -- JSON: what the office said of it instead of the cells
  mended text not null,
  -- JSON: what a case would be made of, and what is missing for that
  draft text not null,
  faulty boolean not null,
  -- no case shall be made of it
  left_out boolean not null,
  -- JSON: why the last dispatch of it was refused
  problem text,
  -- how its case stands, as its events tell
  case_number text {c},
  case_state text {c},
  case_version integer,
  case_deadline_at bigint,
  case_closed_at bigint,
  -- the answer that reported it done
  answer {uuid},
  version integer not null,
  constraint referral_item_unique unique (referral, n)
);

create table referral_picture (
  item {uuid} not null constraint referral_picture_item_fk references referral_item (id),
  file {uuid} not null constraint referral_picture_file_fk references file (id),
  -- of the file's columns, from 0; -1: the office added it
  place integer not null,
  rank integer not null,
  constraint referral_picture_pk primary key (item, file)
);

-- What each head of a sender's lists means to an office.
create table referral_head (
  organisation {uuid} not null constraint referral_head_organisation_fk references organisation (id),
  sender text {c} not null,
  head text {c} not null,
  role text {c} not null,
  constraint referral_head_pk primary key (organisation, sender, head)
);

create table referral_answer (
  id {uuid} not null constraint referral_answer_pk primary key,
  referral {uuid} not null constraint referral_answer_referral_fk references referral (id),
  -- its number among the answers to the list, from 1
  n integer not null,
  at bigint not null,
  person {uuid} not null,
  -- rows that it reports done
  items integer not null,
  -- not after the day by which the superior wants it
  in_time boolean not null,
  constraint referral_answer_unique unique (referral, n)
);
