-- The condition that a verb said of a case: with the report, the registration or the dispatch, or as a correction.
alter table case_move add column condition text {c};
