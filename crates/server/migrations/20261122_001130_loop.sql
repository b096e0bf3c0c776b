-- What the loop keeps beside its states: the condition of the thing, the asking for more time, a superior's check.

-- code of one of the category's conditions, which have limits of their own
alter table case_record add column condition text {c};
-- when the extension that waits for its answer was asked for
alter table case_record add column asked_at bigint;
-- the organisation that granted the unit's last extension: the next one needs one above it
alter table case_record add column extended_by {uuid};
-- no unit of the office's own bounds may verify it: a superior was found
alter table case_record add column superior boolean not null default false;
