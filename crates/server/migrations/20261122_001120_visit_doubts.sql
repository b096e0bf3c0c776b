-- What stood in no field of its own: why a visitor was far from the site, and a clock that is not believed.

-- in the visitor's words; wanted more than 100 m from the site
alter table visit add column far_reason text;
-- the moment as the sender said it, where it was not believed
alter table visit add column started_said_at bigint;
