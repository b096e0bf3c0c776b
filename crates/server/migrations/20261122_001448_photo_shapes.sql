-- The coarse shapes of all pictures, each once: photos of one street in one light share theirs, so a search reads them
-- once however many photos there are. Kept when a picture goes, as others may have it.
create table photo_shape (
  -- 64 bits
  coarse bigint not null,
  -- the same in four bands of sixteen: what differs in at most seven bits differs in at most one in some band
  band_a integer not null,
  band_b integer not null,
  band_c integer not null,
  band_d integer not null,
  constraint photo_shape_pk primary key (coarse)
) {by_key};
create index photo_shape_a on photo_shape (band_a, coarse);
create index photo_shape_b on photo_shape (band_b, coarse);
create index photo_shape_c on photo_shape (band_c, coarse);
create index photo_shape_d on photo_shape (band_d, coarse);
insert into photo_shape select distinct coarse, band_a, band_b, band_c, band_d from photo_look;

drop index photo_look_a;
drop index photo_look_b;
drop index photo_look_c;
drop index photo_look_d;
alter table photo_look drop column band_a;
alter table photo_look drop column band_b;
alter table photo_look drop column band_c;
alter table photo_look drop column band_d;
create index photo_look_coarse on photo_look (coarse);
