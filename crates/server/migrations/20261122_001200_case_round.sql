-- The round in which a case was found.
alter table case_record add column round {uuid} constraint case_record_round_fk references round (id);
create index case_record_round on case_record (round) where round is not null;
