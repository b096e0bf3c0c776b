-- Search by the beginning of a name among all areas of the country, and lists of people by name.
create index area_name on area (name {c});
create index person_name on person (name {c});
