-- Events in the order of their writing, so that those of one record are numbered as they happened, and what a
-- subscriber could not take in. Nothing has read an event yet: what happened before stands in the trail.
drop table event_failure;
drop table event;

-- What happened, told to any side. seq is given after the commit, so a reader never passes over a late one.
create table event (
  nth {serial} constraint event_pk primary key,
  id {uuid} not null constraint event_id_unique unique,
  seq bigint constraint event_seq_unique unique,
  kind text {c} not null,
  record {uuid} not null,
  body text not null,
  at bigint not null
);
create index event_unnumbered on event (nth) where seq is null;

-- An event that a subscriber could not take in, or that waits behind an earlier one of its record.
create table event_failure (
  subscriber text {c} not null,
  event {uuid} not null constraint event_failure_event_fk references event (id),
  -- the event's
  seq bigint not null,
  record {uuid} not null,
  failures integer not null,
  -- none: it waits
  last_error text,
  last_at bigint,
  -- none: it waits, or was given up
  next_at bigint,
  given_up_at bigint,
  constraint event_failure_pk primary key (subscriber, event)
);
create index event_failure_due on event_failure (subscriber, next_at) where next_at is not null;
create index event_failure_record on event_failure (subscriber, record, seq);
