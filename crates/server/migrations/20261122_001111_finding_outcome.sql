-- What became of the case that a finding was reported as, by the latest of the case's events; none before the first.
alter table finding add column case_number text {c};
alter table finding add column case_state text {c};
alter table finding add column case_version integer;
alter table finding add column case_closed_at bigint;

-- Cases from before their events were read.
update finding set (case_number, case_state, case_version, case_closed_at) =
    (select number, state, version, closed_at from case_record where case_record.id = finding.reported_as)
  where reported_as is not null;
