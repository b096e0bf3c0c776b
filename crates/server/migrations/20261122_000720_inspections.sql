-- Forms in use, visits to sites with their answers, and what the visits found.

-- A published version of a form; only the moment at which the next one followed is ever added.
create table form_version (
  id {uuid} not null constraint form_version_pk primary key,
  code text {c} not null,
  -- 1, 2, 3 … as the database counts them
  version integer not null,
  -- SHA-256 of the form and of the types of site that it is for
  hash text {c} not null,
  name text not null,
  name_en text not null,
  -- codes of types of site, as JSON
  site_types text not null,
  -- the form and its rules, as JSON
  body text not null,
  origin text {c} not null constraint form_version_origin_check check (origin in ('shipped', 'local')),
  published_at bigint not null,
  -- when the next version was published
  followed_at bigint,
  constraint form_version_unique unique (code, version)
);

-- Somebody looked at a site with a checklist.
create table visit (
  id {uuid} not null constraint visit_pk primary key,
  site {uuid} not null constraint visit_site_fk references site (id),
  -- as it was then: its figures stay where they were counted
  site_type text {c} not null constraint visit_site_type_fk references site_type (code),
  area {uuid} not null constraint visit_area_fk references area (id),
  counted_in {uuid} not null constraint visit_counted_in_fk references area (id),
  form {uuid} not null constraint visit_form_fk references form_version (id),
  -- the form had been followed by a newer one
  older boolean not null,
  organisation {uuid} not null constraint visit_organisation_fk references organisation (id),
  person {uuid} not null,
  lon double precision,
  lat double precision,
  -- metres between the visitor and the site
  distance_m double precision,
  -- by the visitor's clock
  started_at bigint not null,
  received_at bigint not null,
  -- by item, as JSON
  answers text not null,
  -- items judged, and those that failed
  checked integer not null,
  failed integer not null,
  -- in hundredths of a point
  score_got bigint not null,
  score_of bigint not null
);
create index visit_received on visit (received_at, id);
create index visit_site on visit (site, received_at);
create index visit_area on visit (area, received_at);

create table visit_photo (
  visit {uuid} not null constraint visit_photo_visit_fk references visit (id),
  file {uuid} not null constraint visit_photo_file_fk references file (id),
  item text {c} not null,
  rank integer not null,
  constraint visit_photo_pk primary key (visit, file)
);

-- An item that failed.
create table finding (
  visit {uuid} not null constraint finding_visit_fk references visit (id),
  item text {c} not null,
  rank integer not null,
  label text not null,
  label_en text not null,
  -- the problem that it is; null: only recorded
  category text {c},
  -- where it differs from the category's
  severity text {c},
  -- the one case that it was reported as
  reported_as {uuid} constraint finding_reported_once unique,
  constraint finding_pk primary key (visit, item)
);
