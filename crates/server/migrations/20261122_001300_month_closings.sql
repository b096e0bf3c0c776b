-- Months that an area has closed, and what was entered into them afterwards.

create table closing (
  id {uuid} not null constraint closing_pk primary key,
  -- with all below it
  area {uuid} not null,
  area_name text {c} not null,
  -- YYYY-MM, of the statistical month; its days as they were then
  month text {c} not null,
  first_day text {c} not null,
  last_day text {c} not null,
  -- number of the last posting that was there
  seq bigint not null,
  closed_at bigint not null,
  closed_by {uuid} not null,
  closed_by_name text {c} not null,
  reopened_at bigint,
  reopened_by {uuid},
  reopened_by_name text {c},
  reason text {c},
  constraint closing_reopened_whole check ((reopened_at is null) = (reason is null))
);
create unique index closing_once on closing (area, month) where reopened_at is null;
create index closing_standing on closing (last_day) where reopened_at is null;

-- A posting, or the reversal of one, whose days lie in a month that was closed when it was recorded.
create table late_entry (
  closing {uuid} not null constraint late_entry_closing_fk references closing (id),
  posting {uuid} not null constraint late_entry_posting_fk references posting (id),
  -- by hand with a reason; brought by field work; by the clock
  way text {c} not null constraint late_entry_way_known check (way in ('hand', 'field', 'clock')),
  reason text {c},
  -- null: the clock
  person {uuid},
  constraint late_entry_pk primary key (closing, posting),
  constraint late_entry_reasoned check ((way = 'hand') = (reason is not null))
);
create index late_entry_posting on late_entry (posting);
