-- What lists of cases ask beside the case itself: the stage that runs, and who has acted.

create index case_stage_running on case_stage (record) where to_at is null;
create index case_move_organisation on case_move (organisation, record);
create index case_move_person on case_move (person, record);
