-- Up to which version of a row's case the superior was told: what went on after an answer is answered again. An answer
-- says how many of its rows are told once more.
alter table referral_item add column told_version integer;
update referral_item set told_version = case_version
  where answer is not null and case_state in ('closed', 'rejected', 'cancelled', 'merged');
alter table referral_answer add column again integer not null default 0;
