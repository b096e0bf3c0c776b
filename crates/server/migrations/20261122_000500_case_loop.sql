-- What hangs on a case beside its state: supervision, extensions, fixing on the spot, the parts of cooperating units.

-- the level of supervision in force, 0 without
alter table case_record add column supervised integer not null default 0;
-- when the clock raises it next
alter table case_record add column supervise_at bigint;
-- the extension that is asked for and not yet answered, as '2 work_day'
alter table case_record add column asked text {c};
-- granted in this cycle
alter table case_record add column extensions integer not null default 0;
-- fixed on the spot in this cycle: drawn for verification, or passed without a second look
alter table case_record add column spot text {c} constraint case_record_spot_check check (spot in ('drawn', 'passed'));

-- the level that a supervision raised to
alter table case_move add column level integer;
-- the extension that was asked for or granted
alter table case_move add column limit_words text {c};
-- the position that an urging or a supervision reached
alter table case_move add column reached {uuid};

-- when a cooperating unit reported its part done in this cycle
alter table case_cooperating add column done_at bigint;
create index case_cooperating_organisation on case_cooperating (organisation);
-- what the clock looks for
create index case_record_supervise on case_record (supervise_at) where supervise_at is not null;
