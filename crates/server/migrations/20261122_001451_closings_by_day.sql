-- A day is closed once: after the statistical month got another first day, two closings may bear one month's name.
drop index closing_once;
create unique index closing_once on closing (area, first_day) where reopened_at is null;
