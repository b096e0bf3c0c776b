-- The postings of a figure are listed by their day: a page is read from its place on, however long the period.
drop index posting_metric_recorded;
create index posting_metric_listed on posting (metric, day, recorded_at, id);
