-- What a picture looks like: bits that stay alike when it is encoded anew, scaled, lit or marked. One row for the whole
-- and one for each part of it that may be cut out. Written with the file; pictures without contrast have none.
create table photo_look (
  file {uuid} not null constraint photo_look_file_fk references file (id),
  -- 0: the whole, then its middle, smaller and smaller, then without its foot and without its head
  part integer not null,
  -- 64 bits of its coarse shape
  coarse bigint not null,
  -- 256 bits of its finer shape, as hexadecimal
  fine text {c} not null,
  -- the coarse bits in four bands of sixteen: what differs in at most seven bits differs in at most one in some band
  band_a integer not null,
  band_b integer not null,
  band_c integer not null,
  band_d integer not null,
  constraint photo_look_pk primary key (file, part)
);
create index photo_look_a on photo_look (band_a);
create index photo_look_b on photo_look (band_b);
create index photo_look_c on photo_look (band_c);
create index photo_look_d on photo_look (band_d);

-- Which pictures one looked like when it came in, the most alike first, at most twenty.
create table photo_alike (
  file {uuid} not null constraint photo_alike_file_fk references file (id),
  other {uuid} not null constraint photo_alike_other_fk references file (id),
  rank integer not null,
  mirrored boolean not null,
  constraint photo_alike_pk primary key (file, other)
);
create index photo_alike_other on photo_alike (other);

-- What the program found of a photo after, or of one that verifies; null: it could not tell.
-- taken after the case was found, or opened again
alter table case_photo add column later boolean;
-- taken at the place
alter table case_photo add column here boolean;
-- unlike every other photo of a case
alter table case_photo add column single boolean;

-- The photos of cases that it looks like.
create table case_photo_match (
  record {uuid} not null constraint case_photo_match_record_fk references case_record (id),
  file {uuid} not null constraint case_photo_match_file_fk references file (id),
  other {uuid} not null constraint case_photo_match_other_fk references file (id),
  other_record {uuid} not null constraint case_photo_match_other_record_fk references case_record (id),
  mirrored boolean not null,
  constraint case_photo_match_pk primary key (record, file, other, other_record)
);
