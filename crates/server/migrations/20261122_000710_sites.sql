-- Inspectable places: their types, and the sites with the codes of their plates.

create table site_type (
  code text {c} not null constraint site_type_pk primary key,
  name text not null,
  name_en text not null,
  shape text {c} not null constraint site_type_shape_check check (shape in ('point', 'line', 'area')),
  -- whether its sites get a QR plate
  plate boolean not null,
  -- code of the checklist that a visit opens first
  checklist text {c} not null,
  origin text {c} not null,
  -- order on screen
  rank integer not null,
  retired_on text {c}
);

create table site (
  id {uuid} not null constraint site_pk primary key,
  -- on the plate, for life: seven characters, the last a check
  code text {c} not null constraint site_code_unique unique,
  type text {c} not null constraint site_type_fk references site_type (code),
  name text {c} not null,
  area {uuid} not null constraint site_area_fk references area (id),
  -- the organisation that owns it
  organisation {uuid} constraint site_organisation_fk references organisation (id),
  -- WGS 84
  lon double precision,
  lat double precision,
  address text not null,
  -- the road that a segment is cut from
  parent {uuid} constraint site_parent_fk references site (id),
  opened_on text {c} not null,
  closed_on text {c},
  version integer not null
);
create index site_name on site (name, id);
create index site_area on site (area, type);
create index site_position on site (lat, lon);
create index site_parent on site (parent) where parent is not null;
