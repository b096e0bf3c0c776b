CREATE TABLE access_grant (
  id blob not null constraint access_grant_pk primary key,
  position blob not null constraint access_grant_position_fk references position (id),
  role text  not null constraint access_grant_role_fk references role (code),
  area blob not null constraint access_grant_area_fk references area (id),
  scope text  not null constraint access_grant_scope_check check (scope in ('all', 'own', 'lines')),
  -- codes of category roots, space between, for the scope 'lines'
  lines text  not null,
  from_day text  not null,
  to_day text 
);
CREATE TABLE account (
  id blob not null constraint account_pk primary key,
  login text  not null constraint account_login_unique unique,
  password_hash text not null,
  person blob constraint account_person_unique unique,
  must_change_password boolean not null,
  -- wrong passwords in a row; a right one sets it back
  failures integer not null,
  locked_until_at bigint,
  created_at bigint not null,
  disabled_at bigint
);
CREATE TABLE area (
  id blob not null constraint area_pk primary key,
  -- GB/T 2260 or the 12-digit statistical code; invented places begin with 99
  code text  not null constraint area_code_unique unique,
  name text not null,
  level text  not null,
  -- within a level, as a community or an administrative village are of one level
  kind text  not null,
  parent blob constraint area_parent_fk references area (id),
  -- short labels for life, one an area, each ending with a dot
  path text  not null constraint area_path_unique unique,
  -- GeoJSON geometry in WGS 84
  boundary text,
  lon double precision,
  lat double precision,
  opened_on text  not null,
  closed_on text 
);
CREATE TABLE area_span (
  area blob not null constraint area_span_area_fk references area (id),
  from_day text  not null,
  -- the last day, null while it holds
  to_day text ,
  code text  not null,
  name text not null,
  parent blob,
  path text  not null,
  constraint area_span_pk primary key (area, from_day)
);
CREATE TABLE audit (
  id blob not null constraint audit_pk primary key,
  at bigint not null,
  account blob,
  person blob,
  position blob,
  request blob,
  verb text  not null,
  kind text  not null,
  record blob not null,
  before text,
  after text,
  origin text not null
, for_person blob);
CREATE TABLE case_cooperating (
  record blob not null constraint case_cooperating_record_fk references case_record (id),
  organisation blob not null constraint case_cooperating_organisation_fk references organisation (id), done_at bigint,
  constraint case_cooperating_pk primary key (record, organisation)
);
CREATE TABLE case_move (
  id blob not null constraint case_move_pk primary key,
  record blob not null constraint case_move_record_fk references case_record (id),
  version integer not null,
  verb text  not null,
  from_state text ,
  to_state text  not null,
  cycle integer not null,
  at bigint not null,
  organisation blob,
  person blob,
  reason text,
  -- the system did it by rule
  by_rule boolean not null,
  -- who answered for it and who verifies, after this move
  lead blob,
  verifying blob,
  deadline_at bigint, level integer, limit_words text, reached blob, condition text, for_person blob, other blob constraint case_move_other_fk references case_record (id),
  constraint case_move_version_unique unique (record, version)
);
CREATE TABLE case_photo (
  record blob not null constraint case_photo_record_fk references case_record (id),
  file blob not null constraint case_photo_file_fk references file (id),
  role text  not null,
  cycle integer not null,
  -- metres between the photo's position and the case's
  distance_m double precision,
  added_at bigint not null, later boolean, here boolean, single boolean,
  constraint case_photo_pk primary key (record, file)
);
CREATE TABLE case_photo_match (
  record blob not null constraint case_photo_match_record_fk references case_record (id),
  file blob not null constraint case_photo_match_file_fk references file (id),
  other blob not null constraint case_photo_match_other_fk references file (id),
  other_record blob not null constraint case_photo_match_other_record_fk references case_record (id),
  mirrored boolean not null,
  constraint case_photo_match_pk primary key (record, file, other, other_record)
);
CREATE TABLE case_record (
  id blob not null constraint case_record_pk primary key,
  number text  not null constraint case_record_number_unique unique,
  title text not null,
  description text not null,
  category text  not null constraint case_record_category_fk references category (code),
  line text  not null,
  area blob not null constraint case_record_area_fk references area (id),
  -- the community or village that its figures count in, the coarser area where none is known
  counted_in blob not null constraint case_record_counted_in_fk references area (id),
  -- the place in words
  place text not null,
  lon double precision,
  lat double precision,
  source text  not null,
  state text  not null constraint case_record_state_check check (state in
    ('reported', 'registered', 'dispatched', 'accepted', 'rectified', 'verified', 'closed',
     'rejected', 'shelved', 'merged', 'cancelled')),
  -- where a shelved case resumes
  resumes text ,
  -- 1, and one more with each reopening
  cycle integer not null,
  -- send-backs within the cycle
  rework integer not null,
  -- returns of the cycle by units that it does not belong to
  returns integer not null,
  registering blob not null constraint case_record_registering_fk references organisation (id),
  lead blob constraint case_record_lead_fk references organisation (id),
  verifying blob constraint case_record_verifying_fk references organisation (id),
  -- of handling (or of rework after a send-back), which is what late means
  deadline_at bigint,
  -- the clock of the handling limit as JSON: running, or stopped with what is left while it is shelved
  clock text,
  -- the moment at which this cycle was found overdue; stays until the case is reopened
  overdue_at bigint,
  reported_by blob not null,
  rectified_by blob,
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
, supervised integer not null default 0, supervise_at bigint, asked text, extensions integer not null default 0, spot text  constraint case_record_spot_check check (spot in ('drawn', 'passed')), found_said_at bigint, site blob constraint case_record_site_fk references site (id), condition text, asked_at bigint, extended_by blob, superior boolean not null default false, round blob constraint case_record_round_fk references round (id), merged_into blob constraint case_record_merged_into_fk references case_record (id), parent blob constraint case_record_parent_fk references case_record (id), own_limit text);
CREATE TABLE case_serial (
  month text  not null constraint case_serial_pk primary key,
  last bigint not null
);
CREATE TABLE case_stage (
  id blob not null constraint case_stage_pk primary key,
  record blob not null constraint case_stage_record_fk references case_record (id),
  cycle integer not null,
  stage text  not null,
  organisation blob,
  from_at bigint not null,
  to_at bigint,
  -- as '2 work_day', null when the category sets none
  limit_words text ,
  deadline_at bigint
);
CREATE TABLE category (
  code text  not null constraint category_pk primary key,
  name text not null,
  name_en text not null,
  parent text  constraint category_parent_fk references category (code),
  -- the root above it, which is the line (条) that answers for it
  line text  not null,
  leaf boolean not null,
  origin text  not null,
  -- order on screen
  rank integer not null,
  -- department, limits, evidence and lists, as JSON, inherited values filled in
  rule text not null,
  retired_on text 
, said text not null default '{}', own text not null default '{}', changed_at bigint);
CREATE TABLE category_list (
  code text  not null constraint category_list_pk primary key,
  name text not null,
  name_en text not null,
  -- kind and title of the paper
  source text not null,
  -- printed names with the categories of each, as JSON in the paper's order
  items text not null,
  rank integer not null
);
CREATE TABLE chosen_opening (
  posting blob not null constraint chosen_opening_pk primary key
    constraint chosen_opening_posting_fk references posting (id),
  metric text  not null
);
CREATE TABLE closing (
  id blob not null constraint closing_pk primary key,
  -- with all below it
  area blob not null,
  area_name text  not null,
  -- YYYY-MM, of the statistical month; its days as they were then
  month text  not null,
  first_day text  not null,
  last_day text  not null,
  -- number of the last posting that was there
  seq bigint not null,
  closed_at bigint not null,
  closed_by blob not null,
  closed_by_name text  not null,
  reopened_at bigint,
  reopened_by blob,
  reopened_by_name text ,
  reason text ,
  constraint closing_reopened_whole check ((reopened_at is null) = (reason is null))
);
CREATE TABLE deputy (
  id blob not null constraint deputy_pk primary key,
  position blob not null constraint deputy_position_fk references position (id),
  -- whoever holds this post acts
  deputy blob not null constraint deputy_deputy_fk references position (id),
  -- who is absent: with another holder it lapses; null: the post was vacant
  person blob constraint deputy_person_fk references person (id),
  from_day text  not null,
  -- the last day
  to_day text  not null,
  reason text not null,
  set_by blob not null,
  set_at bigint not null,
  -- ended before its last day was over
  ended_at bigint
);
CREATE TABLE dispatch_rule (
  id blob not null constraint dispatch_rule_pk primary key,
  category text  not null constraint dispatch_rule_category_fk references category (code),
  area blob not null constraint dispatch_rule_area_fk references area (id),
  -- who answers for the line there; null: the nearest of the category's kind of department
  organisation blob constraint dispatch_rule_organisation_fk references organisation (id),
  -- which goes first; null: as the category says
  lead text  constraint dispatch_rule_lead_check check (lead in ('block', 'line')),
  -- who verifies, if it may; null: by rule
  verifier blob constraint dispatch_rule_verifier_fk references organisation (id),
  reason text not null,
  begun_at bigint not null,
  ended_at bigint,
  constraint dispatch_rule_says_something check (organisation is not null or lead is not null or verifier is not null)
);
CREATE TABLE event (
  nth integer not null constraint event_pk primary key,
  id blob not null constraint event_id_unique unique,
  seq bigint constraint event_seq_unique unique,
  kind text  not null,
  record blob not null,
  body text not null,
  at bigint not null
);
CREATE TABLE event_failure (
  subscriber text  not null,
  event blob not null constraint event_failure_event_fk references event (id),
  -- the event's
  seq bigint not null,
  record blob not null,
  failures integer not null,
  -- none: it waits
  last_error text,
  last_at bigint,
  -- none: it waits, or was given up
  next_at bigint,
  given_up_at bigint,
  constraint event_failure_pk primary key (subscriber, event)
);
CREATE TABLE file (
  id blob not null constraint file_pk primary key,
  -- SHA-256 of the original bytes
  hash text  not null,
  media text not null,
  bytes bigint not null,
  width integer not null,
  height integer not null,
  -- as the sender says; the photo's own words stand in exif
  taken_at bigint,
  lon double precision,
  lat double precision,
  accuracy_m double precision,
  exif text,
  uploaded_by blob not null,
  uploaded_at bigint not null,
  claimed_kind text ,
  claimed_by blob
);
CREATE TABLE finding (
  visit blob not null constraint finding_visit_fk references visit (id),
  item text  not null,
  rank integer not null,
  label text not null,
  label_en text not null,
  -- the problem that it is; null: only recorded
  category text ,
  -- where it differs from the category's
  severity text ,
  -- the one case that it was reported as
  reported_as blob constraint finding_reported_once unique, case_number text, case_state text, case_version integer, case_closed_at bigint, stands boolean not null default true,
  constraint finding_pk primary key (visit, item)
);
CREATE TABLE form_version (
  id blob not null constraint form_version_pk primary key,
  code text  not null,
  -- 1, 2, 3 … as the database counts them
  version integer not null,
  -- SHA-256 of the form and of the types of site that it is for
  hash text  not null,
  name text not null,
  name_en text not null,
  -- codes of types of site, as JSON
  site_types text not null,
  -- the form and its rules, as JSON
  body text not null,
  origin text  not null constraint form_version_origin_check check (origin in ('shipped', 'local')),
  published_at bigint not null,
  -- when the next version was published
  followed_at bigint,
  constraint form_version_unique unique (code, version)
);
CREATE TABLE holding (
  position blob not null constraint holding_position_fk references position (id),
  person blob not null constraint holding_person_fk references person (id),
  from_day text  not null,
  to_day text ,
  constraint holding_pk primary key (position, person, from_day)
);
CREATE TABLE import_row (
  run blob not null constraint import_row_run_fk references import_run (id),
  n bigint not null,
  -- where it stood: file (a folder has several) and line or place in the list, from 1
  file text not null,
  line bigint not null,
  code text  not null,
  name text not null,
  level text  not null,
  kind text  not null,
  -- code of the row or record that it hangs on
  parent_code text  not null,
  -- what it will be: found when it is staged
  record blob,
  parent blob,
  path text ,
  -- stands already: skipped
  known boolean not null,
  -- JSON: what only its kind of table has
  body text,
  -- JSON: [{field, rule, found}]
  faults text,
  constraint import_row_pk primary key (run, n)
) without rowid;
CREATE TABLE import_run (
  id blob not null constraint import_run_pk primary key,
  -- areas, boundaries, organisations or people
  what text  not null,
  file_name text not null,
  -- SHA-256 of the bytes; of a folder, of all its files in their order; empty until it is staged
  file_hash text  not null,
  -- staging, then checked or faulty, applying, applied; failed: it came to nothing by itself; stopped: somebody wished
  -- so, or nobody came back for it
  state text  not null constraint import_run_state_check
    check (state in ('staging', 'checked', 'faulty', 'applying', 'applied', 'failed', 'stopped')),
  -- rows staged so far, and how many there are, once the source has told
  staged bigint not null,
  total bigint,
  -- who staged it and alone may apply it
  account blob not null,
  created_at bigint not null,
  applied_at bigint,
  -- JSON: what was added
  result text,
  -- faulty rows that were left out when the others were taken
  left_out bigint,
  -- JSON: why it failed, as the API tells it
  problem text
);
CREATE TABLE job (
  id blob not null constraint job_pk primary key,
  kind text  not null,
  body text not null,
  state text  not null constraint job_state_check check (state in ('waiting', 'running', 'done', 'failed')),
  run_at bigint not null,
  leased_until_at bigint,
  attempts integer not null,
  done bigint not null,
  total bigint,
  error text,
  created_at bigint not null,
  finished_at bigint
);
CREATE TABLE late_entry (
  closing blob not null constraint late_entry_closing_fk references closing (id),
  posting blob not null constraint late_entry_posting_fk references posting (id),
  -- by hand with a reason; brought by field work; by the clock
  way text  not null constraint late_entry_way_known check (way in ('hand', 'field', 'clock')),
  reason text ,
  -- null: the clock
  person blob,
  constraint late_entry_pk primary key (closing, posting),
  constraint late_entry_reasoned check ((way = 'hand') = (reason is not null))
);
CREATE TABLE metric (
  code text  not null constraint metric_pk primary key,
  -- roll-ups hold flow and stock only
  kind text  not null,
  -- JSON of all that is fixed by the first posting; the words that explain it are not part of it
  definition text not null
);
CREATE TABLE obligation (
  id blob not null constraint obligation_pk primary key,
  kind text  not null constraint obligation_kind_fk references obligation_kind (code),
  organisation blob not null constraint obligation_organisation_fk references organisation (id),
  area blob not null constraint obligation_area_fk references area (id),
  -- null: the whole area
  site blob constraint obligation_site_fk references site (id),
  -- the community or village that its figures count in
  counted_in blob not null constraint obligation_counted_in_fk references area (id),
  from_day text  not null,
  to_day text ,
  -- slots that open until then stand in the table
  opened_until bigint not null,
  -- when the clock comes by; null: nothing follows
  next_at bigint
);
CREATE TABLE obligation_kind (
  code text  not null constraint obligation_kind_pk primary key,
  name text not null,
  name_en text not null,
  -- the rhythm, as JSON
  body text not null,
  origin text  not null constraint obligation_kind_origin_check check (origin in ('shipped', 'local')),
  -- order on screen
  rank integer not null
);
CREATE TABLE organisation (
  id blob not null constraint organisation_pk primary key,
  code text  not null constraint organisation_code_unique unique,
  name text not null,
  short_name text not null,
  -- creation_office, community, village or the department that answers for a line
  kind text  not null,
  -- the area it belongs to; a community's organisation owns what happens there
  area blob not null constraint organisation_area_fk references area (id),
  parent blob constraint organisation_parent_fk references organisation (id),
  path text  not null constraint organisation_path_unique unique,
  from_day text  not null,
  to_day text 
);
CREATE TABLE organisation_span (
  organisation blob not null constraint organisation_span_organisation_fk references organisation (id),
  from_day text  not null,
  -- the last day, null while it holds
  to_day text ,
  name text not null,
  short_name text not null,
  parent blob,
  path text  not null,
  constraint organisation_span_pk primary key (organisation, from_day)
);
CREATE TABLE person (
  id blob not null constraint person_pk primary key,
  name text not null,
  created_at bigint not null
);
CREATE TABLE photo_alike (
  file blob not null constraint photo_alike_file_fk references file (id),
  other blob not null constraint photo_alike_other_fk references file (id),
  rank integer not null,
  mirrored boolean not null,
  constraint photo_alike_pk primary key (file, other)
);
CREATE TABLE photo_look (
  file blob not null constraint photo_look_file_fk references file (id),
  -- 0: the whole, then its middle, smaller and smaller, then without its foot and without its head
  part integer not null,
  -- 64 bits of its coarse shape
  coarse bigint not null,
  -- 256 bits of its finer shape, as hexadecimal
  fine text  not null,
  constraint photo_look_pk primary key (file, part)
);
CREATE TABLE photo_shape (
  -- 64 bits
  coarse bigint not null,
  -- the same in four bands of sixteen: what differs in at most seven bits differs in at most one in some band
  band_a integer not null,
  band_b integer not null,
  band_c integer not null,
  band_d integer not null,
  constraint photo_shape_pk primary key (coarse)
) without rowid;
CREATE TABLE position (
  id blob not null constraint position_pk primary key,
  organisation blob not null constraint position_organisation_fk references organisation (id),
  title text not null,
  -- the head of the organisation hears first when something is late
  head boolean not null,
  from_day text  not null,
  to_day text 
);
CREATE TABLE posting (
  id blob not null constraint posting_pk primary key,
  -- place in the chain, 1, 2, 3 …; null until sealed
  seq bigint constraint posting_seq_unique unique,
  metric text  not null constraint posting_metric_fk references metric (code),
  area blob not null,
  org blob not null,
  day text  not null,
  -- last day of a span longer than one day
  until text ,
  -- in the metric's smallest unit; null when the source masks the number
  quantity bigint,
  qualifier text  not null constraint posting_qualifier_known
    check (qualifier in ('exact', 'at_least', 'nearly', 'about')),
  -- coded values, in the order in which the metric declares its dimensions
  dim1 text ,
  dim2 text ,
  dim3 text ,
  -- a random stand-in for a person or thing; who it is stands in no journal table
  subject blob,
  source_kind text  not null,
  source blob not null,
  source_version bigint not null,
  -- the posting that this one takes back: same scope and span, negated quantity
  reverses blob constraint posting_reverses_unique unique
    constraint posting_reverses_fk references posting (id),
  recorded_at bigint not null,
  row_hash text  not null,
  hash_name text  not null,
  constraint posting_span_forward check (until > day)
);
CREATE TABLE referral (
  id blob not null constraint referral_pk primary key,
  -- the office that took it in, and its area: places are looked for within it
  organisation blob not null constraint referral_organisation_fk references organisation (id),
  area blob not null constraint referral_area_fk references area (id),
  -- who sent it, in the words of its paper
  sender text not null,
  title text not null,
  -- of the paper; empty where it has none
  number text not null,
  received_on text  not null,
  -- last day of the answer
  due_on text ,
  file_name text not null,
  -- SHA-256 of the bytes that were sent
  file_hash text  not null,
  state text  not null constraint referral_state_check
    check (state in ('reading', 'failed', 'read', 'dispatching', 'dispatched')),
  -- JSON [{head, role}], in the file's order
  columns text not null,
  -- rows of the file, once it is known
  total integer,
  -- JSON: why it could not be read
  problem text,
  account blob not null,
  received_at bigint not null,
  version integer not null
, cancelled text);
CREATE TABLE referral_answer (
  id blob not null constraint referral_answer_pk primary key,
  referral blob not null constraint referral_answer_referral_fk references referral (id),
  -- its number among the answers to the list, from 1
  n integer not null,
  at bigint not null,
  person blob not null,
  -- rows that it reports done
  items integer not null,
  -- not after the day by which the superior wants it
  in_time boolean not null, again integer not null default 0,
  constraint referral_answer_unique unique (referral, n)
);
CREATE TABLE referral_head (
  organisation blob not null constraint referral_head_organisation_fk references organisation (id),
  sender text  not null,
  head text  not null,
  role text  not null,
  constraint referral_head_pk primary key (organisation, sender, head)
);
CREATE TABLE referral_item (
  id blob not null constraint referral_item_pk primary key,
  referral blob not null constraint referral_item_referral_fk references referral (id),
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
  case_number text ,
  case_state text ,
  case_version integer,
  case_deadline_at bigint,
  case_closed_at bigint,
  -- the answer that reported it done
  answer blob,
  version integer not null, told_version integer,
  constraint referral_item_unique unique (referral, n)
);
CREATE TABLE referral_picture (
  item blob not null constraint referral_picture_item_fk references referral_item (id),
  file blob not null constraint referral_picture_file_fk references file (id),
  -- of the file's columns, from 0; -1: the office added it
  place integer not null,
  rank integer not null,
  constraint referral_picture_pk primary key (item, file)
);
CREATE TABLE report (
  id blob not null constraint report_pk primary key,
  kind text  not null,
  area blob not null constraint report_area_fk references area (id),
  -- in the grammar of periods
  period text  not null,
  title text not null,
  -- who signs it
  office text not null,
  -- place in the sealed chain that its figures were taken at; null while nothing was sealed
  as_of bigint,
  made_by blob not null,
  made_at bigint not null,
  refreshed_at bigint not null,
  -- one more with every change
  version integer not null
);
CREATE TABLE report_block (
  report blob not null constraint report_block_report_fk references report (id),
  -- place in the template, as `problems.lines`
  key text  not null,
  rank integer not null,
  -- words and live figures as JSON
  content text not null,
  -- by whom and when a person wrote it; null while it is the template's
  edited_by blob,
  edited_at bigint,
  constraint report_block_pk primary key (report, key)
);
CREATE TABLE report_hold (
  report blob not null constraint report_hold_report_fk references report (id),
  -- key of its block
  block text  not null,
  person blob not null constraint report_hold_person_fk references person (id),
  -- nobody's from then on, unless it is renewed
  until_at bigint not null,
  constraint report_hold_pk primary key (report, block)
);
CREATE TABLE request (
  id blob not null constraint request_pk primary key,
  sender blob not null,
  -- SHA-256 of method, path and body
  body_hash text  not null,
  status integer not null,
  answer text not null,
  at bigint not null
);
CREATE TABLE role (
  code text  not null constraint role_pk primary key,
  name text not null,
  name_en text not null,
  lands_on text  not null,
  origin text  not null
, version integer not null default 1);
CREATE TABLE role_verb (
  role text  not null constraint role_verb_role_fk references role (code),
  verb text  not null,
  constraint role_verb_pk primary key (role, verb)
);
CREATE TABLE rollup (
  era bigint not null,
  -- day or month
  grain text  not null,
  metric text  not null,
  area blob not null,
  -- YYYY-MM-DD or YYYY-MM
  period text  not null,
  org blob not null,
  -- an absent value is the empty text
  dim1 text  not null,
  dim2 text  not null,
  dim3 text  not null,
  quantity bigint not null,
  postings bigint not null,
  -- the following count standing postings: one taken back counts 1 - 1
  unnumbered bigint not null,
  exact bigint not null,
  at_least bigint not null,
  nearly bigint not null,
  about bigint not null,
  constraint rollup_pk primary key (era, grain, metric, area, period, org, dim1, dim2, dim3)
);
CREATE TABLE rollup_mark (
  id integer not null constraint rollup_mark_pk primary key,
  era bigint not null,
  seq bigint not null
);
CREATE TABLE rollup_subject (
  era bigint not null,
  metric text  not null,
  area blob not null,
  -- YYYY-MM
  period text  not null,
  subject blob not null,
  org blob not null,
  -- an absent value is the empty text
  dim1 text  not null,
  dim2 text  not null,
  dim3 text  not null,
  quantity bigint not null,
  postings bigint not null,
  constraint rollup_subject_pk primary key (era, metric, area, period, subject, org, dim1, dim2, dim3)
) without rowid;
CREATE TABLE round (
  id blob not null constraint round_pk primary key,
  obligation blob not null constraint round_obligation_fk references obligation (id),
  -- null: it fits none
  slot blob constraint round_slot_fk references slot (id),
  -- how it meets what was owed
  standing text  not null constraint round_standing_check
    check (standing in ('on_time', 'late', 'extra', 'too_late')),
  organisation blob not null constraint round_organisation_fk references organisation (id),
  person blob not null,
  note text not null,
  lon double precision,
  lat double precision,
  -- by the walker's clock
  walked_at bigint not null,
  received_at bigint not null
, started_at bigint, score integer);
CREATE TABLE round_photo (
  round blob not null constraint round_photo_round_fk references round (id),
  file blob not null constraint round_photo_file_fk references file (id),
  rank integer not null,
  constraint round_photo_pk primary key (round, file)
);
CREATE TABLE seal (
  seq bigint not null constraint seal_pk primary key,
  -- the seal before, 0 for the first: no two seals can follow the same one
  previous bigint not null constraint seal_previous_unique unique,
  head text  not null,
  sealed_at bigint not null,
  hash_name text  not null
);
CREATE TABLE session (
  id blob not null constraint session_pk primary key,
  token_hash text  not null constraint session_token_unique unique,
  account blob not null constraint session_account_fk references account (id),
  agent text not null,
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null
);
CREATE TABLE setting (
  name text  not null constraint setting_pk primary key,
  value text not null,
  changed_at bigint not null
, version integer not null default 1);
CREATE TABLE site (
  id blob not null constraint site_pk primary key,
  -- on the plate, for life: seven characters, the last a check
  code text  not null constraint site_code_unique unique,
  type text  not null constraint site_type_fk references site_type (code),
  name text  not null,
  area blob not null constraint site_area_fk references area (id),
  -- the organisation that owns it
  organisation blob constraint site_organisation_fk references organisation (id),
  -- WGS 84
  lon double precision,
  lat double precision,
  address text not null,
  -- the road that a segment is cut from
  parent blob constraint site_parent_fk references site (id),
  opened_on text  not null,
  closed_on text ,
  version integer not null
, visited_at bigint);
CREATE TABLE site_type (
  code text  not null constraint site_type_pk primary key,
  name text not null,
  name_en text not null,
  shape text  not null constraint site_type_shape_check check (shape in ('point', 'line', 'area')),
  -- whether its sites get a QR plate
  plate boolean not null,
  -- code of the checklist that a visit opens first
  checklist text  not null,
  origin text  not null,
  -- order on screen
  rank integer not null,
  retired_on text 
);
CREATE TABLE slot (
  id blob not null constraint slot_pk primary key,
  obligation blob not null constraint slot_obligation_fk references obligation (id),
  -- the local day on which it opens, and its number in that day
  day text  not null,
  number integer not null,
  opens_at bigint not null,
  closes_at bigint not null,
  state text  not null constraint slot_state_check check (state in ('open', 'done', 'late', 'missed')),
  -- the round that fills it
  round blob,
  walked_at bigint,
  -- when it was said what became of it
  settled_at bigint,
  version integer not null,
  constraint slot_unique unique (obligation, day, number)
);
CREATE TABLE standard (
  id blob not null constraint standard_pk primary key,
  -- the office's own begin with x.
  code text  not null,
  version text  not null,
  name text not null,
  name_en text not null,
  level text  not null,
  -- kind and title of the paper
  source text not null,
  origin text  not null constraint standard_origin_check check (origin in ('shipped', 'local')),
  -- SHA-256 of all that it says
  hash text  not null,
  taken_at bigint not null,
  constraint standard_version_unique unique (code, version)
);
CREATE TABLE standard_indicator (
  standard blob not null constraint standard_indicator_standard_fk references standard (id),
  code text  not null,
  -- place in the tree, parents before their children
  rank integer not null,
  parent text ,
  name text not null,
  name_en text not null,
  clause text not null,
  requirement text not null,
  -- lists as JSON
  method text not null,
  weight double precision,
  evidence text not null,
  site_types text not null,
  units text not null,
  constraint standard_indicator_pk primary key (standard, code),
  constraint standard_indicator_parent_fk foreign key (standard, parent)
    references standard_indicator (standard, code)
);
CREATE TABLE standard_threshold (
  standard blob not null,
  indicator text  not null,
  rank integer not null,
  -- what is counted, in words
  measure text not null,
  op text  not null,
  -- null where the figure must rise
  value double precision,
  unit text not null,
  -- of what a share is
  base text not null,
  -- 'about' where the paper softens the number
  qualifier text ,
  constraint standard_threshold_pk primary key (standard, indicator, rank),
  constraint standard_threshold_indicator_fk foreign key (standard, indicator)
    references standard_indicator (standard, code)
);
CREATE TABLE statement (
  id blob not null constraint statement_pk primary key,
  -- stated: it posts; target; quoted: text alone; unmatched: without a metric; held: the office decides; withdrawn
  state text  not null constraint statement_state_check
    check (state in ('stated', 'target', 'quoted', 'unmatched', 'held', 'withdrawn')),
  -- how it posts; null unless it is or was stated
  kind text  constraint statement_kind_check check (kind in ('opening', 'entry', 'stock_take', 'observation')),
  -- what the office should look at
  doubt text  constraint statement_doubt_check check (doubt in ('range', 'upper_bound', 'repeated', 'otherwise')),
  metric text ,
  area blob not null constraint statement_area_fk references area (id),
  -- the area of the metric's grain that it counts in
  counted_in blob not null constraint statement_counted_in_fk references area (id),
  organisation blob not null constraint statement_organisation_fk references organisation (id),
  first_day text  not null,
  last_day text  not null,
  -- in the metric's smallest unit; null: masked, or not stated
  amount bigint,
  -- what is posted: the amount, or what a stock-take differs by
  posted bigint,
  qualifier text  not null,
  -- values by dimension, JSON
  dims text  not null,
  -- all that was said, JSON
  said text not null,
  -- of what was said, for lists
  object text not null,
  file blob constraint statement_file_fk references statement_file (id),
  -- row in the file
  line integer,
  version integer not null,
  person blob not null,
  recorded_at bigint not null
);
CREATE TABLE statement_file (
  id blob not null constraint statement_file_pk primary key,
  hash text  not null,
  -- place, period and condition of the rows, as asked
  scope text  not null,
  person blob not null,
  taken_at bigint not null,
  constraint statement_file_unique unique (hash, scope)
);
CREATE TABLE subscriber (
  name text  not null constraint subscriber_pk primary key,
  seq bigint not null
);
CREATE TABLE succession (
  id blob not null constraint succession_pk primary key,
  kind text  not null constraint succession_kind_check check (kind in
    ('rename', 'recode', 'convert', 'move', 'merge', 'split', 'close', 'hand_on')),
  -- from which day on it is true
  day text  not null,
  reason text not null,
  -- number or title of the paper that decided it
  document text not null,
  person blob not null,
  recorded_at bigint not null
);
CREATE TABLE succession_member (
  succession blob not null constraint succession_member_succession_fk references succession (id),
  part text  not null constraint succession_member_part_check check (part in ('from', 'to')),
  -- an area or an organisation
  record blob not null,
  -- order within the part
  rank integer not null,
  name text not null,
  -- code and kind of an area, kind of an organisation
  code text  not null,
  kind text  not null,
  -- of those that follow: takes what nobody else was given
  heir boolean not null,
  constraint succession_member_pk primary key (succession, part, record)
);
CREATE TABLE target (
  id blob not null constraint target_pk primary key,
  metric text  not null,
  area blob not null constraint target_area_fk references area (id),
  organisation blob not null constraint target_organisation_fk references organisation (id),
  first_day text  not null,
  last_day text  not null,
  -- at least, or at most
  bound text  not null constraint target_bound_check check (bound in ('min', 'max')),
  -- in the metric's smallest unit
  value bigint not null,
  -- where it comes from, in words
  source text not null,
  set_at bigint not null,
  -- null: it holds
  dropped_at bigint
);
CREATE TABLE visit (
  id blob not null constraint visit_pk primary key,
  site blob not null constraint visit_site_fk references site (id),
  -- as it was then: its figures stay where they were counted
  site_type text  not null constraint visit_site_type_fk references site_type (code),
  area blob not null constraint visit_area_fk references area (id),
  counted_in blob not null constraint visit_counted_in_fk references area (id),
  form blob not null constraint visit_form_fk references form_version (id),
  -- the form had been followed by a newer one
  older boolean not null,
  organisation blob not null constraint visit_organisation_fk references organisation (id),
  person blob not null,
  lon double precision,
  lat double precision,
  -- metres between the visitor and the site
  distance_m double precision,
  -- by the visitor's clock
  started_at bigint not null,
  received_at bigint not null,
  -- by item, as JSON
  answers text not null,
  -- items judged, and those that failed
  checked integer not null,
  failed integer not null,
  -- in hundredths of a point
  score_got bigint not null,
  score_of bigint not null
, far_reason text, started_said_at bigint, version integer not null default 1);
CREATE TABLE visit_correction (
  id blob not null constraint visit_correction_pk primary key,
  visit blob not null constraint visit_correction_visit_fk references visit (id),
  -- of the visit with this correction: 2, 3 …
  version integer not null,
  organisation blob not null constraint visit_correction_organisation_fk references organisation (id),
  person blob not null,
  at bigint not null,
  -- why, in the words of whoever corrected
  note text not null,
  -- answers before it by item, as JSON
  answers text not null,
  constraint visit_correction_once unique (visit, version)
);
CREATE TABLE visit_photo (
  visit blob not null constraint visit_photo_visit_fk references visit (id),
  file blob not null constraint visit_photo_file_fk references file (id),
  item text  not null,
  rank integer not null,
  constraint visit_photo_pk primary key (visit, file)
);
CREATE TABLE waiting (
  id blob not null constraint waiting_pk primary key,
  organisation blob not null,
  position blob,
  kind text  not null,
  record blob not null,
  verb text  not null,
  title text not null,
  detail text not null,
  due_at bigint,
  created_at bigint not null,
  constraint waiting_once unique (record, verb, organisation)
);
CREATE INDEX access_grant_position on access_grant (position);
CREATE INDEX area_name on area (name );
CREATE INDEX area_parent on area (parent);
CREATE INDEX area_span_ended on area_span (parent) where to_day is not null;
CREATE INDEX area_span_path on area_span (path);
CREATE INDEX audit_record on audit (record, id);
CREATE INDEX case_cooperating_organisation on case_cooperating (organisation);
CREATE INDEX case_move_organisation on case_move (organisation, record);
CREATE INDEX case_move_person on case_move (person, record);
CREATE INDEX case_record_area on case_record (area, state, category, sort_at, id);
CREATE INDEX case_record_lead on case_record (lead, state);
CREATE INDEX case_record_merged_into on case_record (merged_into) where merged_into is not null;
CREATE INDEX case_record_near on case_record (lat, lon) where lat is not null;
CREATE INDEX case_record_numbered on case_record (substr(number, 1, 5), length(number), number);
CREATE INDEX case_record_open on case_record (open, sort_at, id);
CREATE INDEX case_record_parent on case_record (parent) where parent is not null;
CREATE INDEX case_record_reported on case_record (reported_at, id, sort_at, area, registering, lead, verifying);
CREATE INDEX case_record_round on case_record (round) where round is not null;
CREATE INDEX case_record_site on case_record (site) where site is not null;
CREATE INDEX case_record_sorted on case_record (sort_at, id);
CREATE INDEX case_record_supervise on case_record (supervise_at) where supervise_at is not null;
CREATE INDEX case_record_unregistered on case_record (sort_at, id) where state = 'reported';
CREATE INDEX case_stage_record on case_stage (record, from_at);
CREATE INDEX case_stage_running on case_stage (record) where to_at is null;
CREATE INDEX chosen_opening_metric on chosen_opening (metric);
CREATE UNIQUE INDEX closing_once on closing (area, first_day) where reopened_at is null;
CREATE INDEX closing_standing on closing (last_day) where reopened_at is null;
CREATE INDEX deputy_deputy on deputy (deputy);
CREATE INDEX deputy_position on deputy (position, from_day);
CREATE UNIQUE INDEX dispatch_rule_standing on dispatch_rule (category, area) where ended_at is null;
CREATE INDEX event_failure_due on event_failure (subscriber, next_at) where next_at is not null;
CREATE INDEX event_failure_record on event_failure (subscriber, record, seq);
CREATE INDEX event_unnumbered on event (nth) where seq is null;
CREATE INDEX file_unclaimed on file (uploaded_at) where claimed_by is null;
CREATE INDEX file_unclaimed_of on file (uploaded_by) where claimed_by is null;
CREATE INDEX holding_person on holding (person);
CREATE INDEX import_row_faulty on import_row (run, n) where faults is not null;
CREATE INDEX import_run_account on import_run (account, id);
CREATE INDEX job_due on job (run_at) where state in ('waiting', 'running');
CREATE INDEX job_kind on job (kind, finished_at);
CREATE INDEX late_entry_posting on late_entry (posting);
CREATE INDEX obligation_next on obligation (next_at) where next_at is not null;
CREATE INDEX obligation_organisation on obligation (organisation);
CREATE INDEX obligation_place on obligation (area, kind);
CREATE INDEX organisation_area on organisation (area);
CREATE INDEX organisation_span_path on organisation_span (path);
CREATE INDEX person_name on person (name );
CREATE INDEX photo_alike_other on photo_alike (other);
CREATE INDEX photo_look_coarse on photo_look (coarse);
CREATE INDEX photo_shape_a on photo_shape (band_a, coarse);
CREATE INDEX photo_shape_b on photo_shape (band_b, coarse);
CREATE INDEX photo_shape_c on photo_shape (band_c, coarse);
CREATE INDEX photo_shape_d on photo_shape (band_d, coarse);
CREATE INDEX position_organisation on position (organisation);
CREATE INDEX posting_metric_day on posting (metric, day, area, seq);
CREATE INDEX posting_metric_listed on posting (metric, day, recorded_at, id);
CREATE INDEX posting_source on posting (source_kind, source);
CREATE INDEX posting_span on posting (metric, day) where until is not null;
CREATE INDEX posting_unsealed on posting (recorded_at, id) where seq is null;
CREATE INDEX referral_received on referral (received_at, id);
CREATE INDEX report_area on report (area, made_at);
CREATE INDEX request_at on request (at);
CREATE INDEX round_obligation on round (obligation, received_at);
CREATE INDEX round_received on round (received_at, id);
CREATE INDEX round_slot on round (slot);
CREATE INDEX session_account on session (account);
CREATE INDEX site_area on site (area, type);
CREATE INDEX site_name on site (name, id);
CREATE INDEX site_parent on site (parent) where parent is not null;
CREATE INDEX site_position on site (lat, lon);
CREATE INDEX slot_of_obligation on slot (obligation, opens_at);
CREATE INDEX slot_open on slot (obligation) where state = 'open';
CREATE INDEX slot_opens on slot (opens_at, id);
CREATE INDEX statement_fact on statement (metric, counted_in, last_day);
CREATE INDEX statement_of_file on statement (file, line);
CREATE INDEX statement_recorded on statement (recorded_at, id);
CREATE INDEX statement_state on statement (state, recorded_at, id);
CREATE INDEX succession_member_record on succession_member (record);
CREATE INDEX target_of_metric on target (metric, last_day);
CREATE INDEX visit_area on visit (area, received_at);
CREATE INDEX visit_received on visit (received_at, id);
CREATE INDEX visit_site on visit (site, received_at);
CREATE INDEX waiting_organisation on waiting (organisation, due_at);
