-- What a case is to others: the same as one that it is merged into, or a part of one that was split.
alter table case_record add column merged_into {uuid} constraint case_record_merged_into_fk references case_record (id);
alter table case_record add column parent {uuid} constraint case_record_parent_fk references case_record (id);
-- A handling limit that goes before the category's, as `2 work_day`: said when a case is split.
alter table case_record add column own_limit text {c};
-- The other case of a merging or its undoing; of the first move of a child its parent.
alter table case_move add column other {uuid} constraint case_move_other_fk references case_record (id);
create index case_record_merged_into on case_record (merged_into) where merged_into is not null;
create index case_record_parent on case_record (parent) where parent is not null;
-- What lies near a place.
create index case_record_near on case_record (lat, lon) where lat is not null;
