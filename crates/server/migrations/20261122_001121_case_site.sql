-- The site that a case is about: of the visit that found it, or named by the report.
alter table case_record add column site {uuid} constraint case_record_site_fk references site (id);
create index case_record_site on case_record (site) where site is not null;
