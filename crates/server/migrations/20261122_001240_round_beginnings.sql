-- When a round began, and how the weekly check judged what it saw.

-- by the walker's clock, corrected as its end is; null: not said, or not to be believed
alter table round add column started_at bigint;
-- hundredths of a point, of a hundred; of the kinds that ask for it
alter table round add column score integer;
