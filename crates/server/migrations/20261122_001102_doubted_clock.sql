-- A find whose moment cannot be: field work is taken all the same, and the moment of its receipt counts.

-- the moment as the sender said it, where it was not believed
alter table case_record add column found_said_at bigint;
-- so many pictures may one account leave without a record
create index file_unclaimed_of on file (uploaded_by) where claimed_by is null;
