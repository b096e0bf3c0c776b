-- What the platform owns: accounts, sessions, the trail of changes, stored answers, files, jobs and what waits.
-- Instants end in _at and are milliseconds since 1970 UTC; days are YYYY-MM-DD; bodies are JSON text.

-- A way to sign in. Who a person is stands in the directory.
create table account (
  id {uuid} not null constraint account_pk primary key,
  login text {c} not null constraint account_login_unique unique,
  password_hash text not null,
  person {uuid} constraint account_person_unique unique,
  must_change_password boolean not null,
  -- wrong passwords in a row; a right one sets it back
  failures integer not null,
  locked_until_at bigint,
  created_at bigint not null,
  disabled_at bigint
);

-- A sign-in that has not ended. The token itself is only in the browser; here is its SHA-256.
create table session (
  id {uuid} not null constraint session_pk primary key,
  token_hash text {c} not null constraint session_token_unique unique,
  account {uuid} not null constraint session_account_fk references account (id),
  agent text not null,
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null
);
create index session_account on session (account);

-- Each change: who, for which post, when, from where, before and after. Rows are only added.
create table audit (
  id {uuid} not null constraint audit_pk primary key,
  at bigint not null,
  account {uuid},
  person {uuid},
  position {uuid},
  request {uuid},
  verb text {c} not null,
  kind text {c} not null,
  record {uuid} not null,
  before text,
  after text,
  origin text not null
);
create index audit_record on audit (record, id);

-- What happened, told to any side. seq is given after the commit, so a reader never passes over a late one.
create table event (
  id {uuid} not null constraint event_pk primary key,
  seq bigint constraint event_seq_unique unique,
  kind text {c} not null,
  record {uuid} not null,
  body text not null,
  at bigint not null
);
create index event_unnumbered on event (at, id) where seq is null;

-- How far each subscriber has read in the events' numbers.
create table subscriber (
  name text {c} not null constraint subscriber_pk primary key,
  seq bigint not null
);

-- An event that a subscriber could not take in: retried, after ten failures left for the administrator.
create table event_failure (
  subscriber text {c} not null,
  event {uuid} not null constraint event_failure_event_fk references event (id),
  record {uuid} not null,
  failures integer not null,
  last_error text not null,
  last_at bigint not null,
  constraint event_failure_pk primary key (subscriber, event)
);

-- The answer of a write, kept so that the same request sent again gets it again.
create table request (
  id {uuid} not null constraint request_pk primary key,
  sender {uuid} not null,
  -- SHA-256 of method, path and body
  body_hash text {c} not null,
  status integer not null,
  answer text not null,
  at bigint not null
);
create index request_at on request (at);

-- A stored file. Unclaimed ones (no record yet) go after 48 hours.
create table file (
  id {uuid} not null constraint file_pk primary key,
  -- SHA-256 of the original bytes
  hash text {c} not null,
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
  uploaded_by {uuid} not null,
  uploaded_at bigint not null,
  claimed_kind text {c},
  claimed_by {uuid}
);
create index file_unclaimed on file (uploaded_at) where claimed_by is null;

-- Work that outlives a request: claimed with a lease, so a restart takes it up again.
create table job (
  id {uuid} not null constraint job_pk primary key,
  kind text {c} not null,
  body text not null,
  state text {c} not null constraint job_state_check check (state in ('waiting', 'running', 'done', 'failed')),
  run_at bigint not null,
  leased_until_at bigint,
  attempts integer not null,
  done bigint not null,
  total bigint,
  error text,
  created_at bigint not null,
  finished_at bigint
);
create index job_due on job (run_at) where state in ('waiting', 'running');

-- What waits for a post or for an organisation; written and removed by the owning context in the verb's transaction.
create table waiting (
  id {uuid} not null constraint waiting_pk primary key,
  organisation {uuid} not null,
  position {uuid},
  kind text {c} not null,
  record {uuid} not null,
  verb text {c} not null,
  title text not null,
  detail text not null,
  due_at bigint,
  created_at bigint not null,
  constraint waiting_once unique (record, verb, organisation)
);
create index waiting_organisation on waiting (organisation, due_at);

-- Settings of the installation, each change audited.
create table setting (
  name text {c} not null constraint setting_pk primary key,
  value text not null,
  changed_at bigint not null
);
