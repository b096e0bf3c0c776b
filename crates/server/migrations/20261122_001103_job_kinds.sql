-- The queue asks of each kind of job when it ran last.
create index job_kind on job (kind, finished_at);
