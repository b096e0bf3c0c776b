-- How often a setting and a role have been set: two who settle the same are told of each other.
alter table setting add column version integer not null default 1;
alter table role add column version integer not null default 1;
