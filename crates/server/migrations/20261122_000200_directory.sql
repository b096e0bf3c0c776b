-- Areas, organisations, people, positions and grants.

-- A place of the area tree: the present values. area_span holds the dated ones.
create table area (
  id {uuid} not null constraint area_pk primary key,
  -- GB/T 2260 or the 12-digit statistical code; invented places begin with 99
  code text {c} not null constraint area_code_unique unique,
  name text not null,
  level text {c} not null,
  -- within a level, as a community or an administrative village are of one level
  kind text {c} not null,
  parent {uuid} constraint area_parent_fk references area (id),
  -- short labels for life, one an area, each ending with a dot
  path text {c} not null constraint area_path_unique unique,
  -- GeoJSON geometry in WGS 84
  boundary text,
  lon double precision,
  lat double precision,
  opened_on text {c} not null,
  closed_on text {c}
);
create index area_parent on area (parent);

create table area_span (
  area {uuid} not null constraint area_span_area_fk references area (id),
  from_day text {c} not null,
  -- the last day, null while it holds
  to_day text {c},
  code text {c} not null,
  name text not null,
  parent {uuid},
  path text {c} not null,
  constraint area_span_pk primary key (area, from_day)
);
create index area_span_path on area_span (path);

create table organisation (
  id {uuid} not null constraint organisation_pk primary key,
  code text {c} not null constraint organisation_code_unique unique,
  name text not null,
  short_name text not null,
  -- creation_office, community, village or the department that answers for a line
  kind text {c} not null,
  -- the area it belongs to; a community's organisation owns what happens there
  area {uuid} not null constraint organisation_area_fk references area (id),
  parent {uuid} constraint organisation_parent_fk references organisation (id),
  path text {c} not null constraint organisation_path_unique unique,
  from_day text {c} not null,
  to_day text {c}
);
create index organisation_area on organisation (area);

create table person (
  id {uuid} not null constraint person_pk primary key,
  name text not null,
  created_at bigint not null
);

-- A post: work is addressed to it, whoever holds it.
create table position (
  id {uuid} not null constraint position_pk primary key,
  organisation {uuid} not null constraint position_organisation_fk references organisation (id),
  title text not null,
  -- the head of the organisation hears first when something is late
  head boolean not null,
  from_day text {c} not null,
  to_day text {c}
);
create index position_organisation on position (organisation);

create table holding (
  position {uuid} not null constraint holding_position_fk references position (id),
  person {uuid} not null constraint holding_person_fk references person (id),
  from_day text {c} not null,
  to_day text {c},
  constraint holding_pk primary key (position, person, from_day)
);
create index holding_person on holding (person);

-- A role is a set of verbs; shipped ones come from the catalogue, the office's own begin with x.
create table role (
  code text {c} not null constraint role_pk primary key,
  name text not null,
  name_en text not null,
  lands_on text {c} not null,
  origin text {c} not null
);
create table role_verb (
  role text {c} not null constraint role_verb_role_fk references role (code),
  verb text {c} not null,
  constraint role_verb_pk primary key (role, verb)
);

-- A role given to a position over an area subtree (grant is a reserved word of SQL).
create table access_grant (
  id {uuid} not null constraint access_grant_pk primary key,
  position {uuid} not null constraint access_grant_position_fk references position (id),
  role text {c} not null constraint access_grant_role_fk references role (code),
  area {uuid} not null constraint access_grant_area_fk references area (id),
  scope text {c} not null constraint access_grant_scope_check check (scope in ('all', 'own', 'lines')),
  -- codes of category roots, space between, for the scope 'lines'
  lines text {c} not null,
  from_day text {c} not null,
  to_day text {c}
);
create index access_grant_position on access_grant (position);
