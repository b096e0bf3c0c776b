-- What a title asks for: standards in versions, their indicators and thresholds.

-- A version of a standard, never changed once something was judged by it.
create table standard (
  id {uuid} not null constraint standard_pk primary key,
  -- the office's own begin with x.
  code text {c} not null,
  version text {c} not null,
  name text not null,
  name_en text not null,
  level text {c} not null,
  -- kind and title of the paper
  source text not null,
  origin text {c} not null constraint standard_origin_check check (origin in ('shipped', 'local')),
  -- SHA-256 of all that it says
  hash text {c} not null,
  taken_at bigint not null,
  constraint standard_version_unique unique (code, version)
);

create table standard_indicator (
  standard {uuid} not null constraint standard_indicator_standard_fk references standard (id),
  code text {c} not null,
  -- place in the tree, parents before their children
  rank integer not null,
  parent text {c},
  name text not null,
  name_en text not null,
  clause text not null,
  requirement text not null,
  -- lists as JSON
  method text not null,
  weight double precision,
  evidence text not null,
  site_types text not null,
  units text not null,
  constraint standard_indicator_pk primary key (standard, code),
  constraint standard_indicator_parent_fk foreign key (standard, parent)
    references standard_indicator (standard, code)
);

create table standard_threshold (
  standard {uuid} not null,
  indicator text {c} not null,
  rank integer not null,
  -- what is counted, in words
  measure text not null,
  op text {c} not null,
  -- null where the figure must rise
  value double precision,
  unit text not null,
  -- of what a share is
  base text not null,
  -- 'about' where the paper softens the number
  qualifier text {c},
  constraint standard_threshold_pk primary key (standard, indicator, rank),
  constraint standard_threshold_indicator_fk foreign key (standard, indicator)
    references standard_indicator (standard, code)
);
