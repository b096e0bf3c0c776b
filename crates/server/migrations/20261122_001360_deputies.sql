-- Who acts in an absent holder's post, and for whom a verb was done.

create table deputy (
  id {uuid} not null constraint deputy_pk primary key,
  position {uuid} not null constraint deputy_position_fk references position (id),
  -- whoever holds this post acts
  deputy {uuid} not null constraint deputy_deputy_fk references position (id),
  -- who is absent: with another holder it lapses; null: the post was vacant
  person {uuid} constraint deputy_person_fk references person (id),
  from_day text {c} not null,
  -- the last day
  to_day text {c} not null,
  reason text not null,
  set_by {uuid} not null,
  set_at bigint not null,
  -- ended before its last day was over
  ended_at bigint
);
create index deputy_position on deputy (position, from_day);
create index deputy_deputy on deputy (deputy);

-- whose deputy acted
alter table audit add column for_person {uuid};
alter table case_move add column for_person {uuid};
