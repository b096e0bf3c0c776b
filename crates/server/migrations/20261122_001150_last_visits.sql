-- A site tells when somebody looked at it last, so that a list can be ordered by it.
alter table site add column visited_at bigint;
update site set visited_at = (select max(v.started_at) from visit v where v.site = site.id);
