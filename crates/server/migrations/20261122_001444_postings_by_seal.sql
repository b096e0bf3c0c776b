-- Which postings of some days were sealed by when is told from the index: an earlier seal's figures look few of them up.
drop index posting_metric_day;
create index posting_metric_day on posting (metric, day, area, seq);
