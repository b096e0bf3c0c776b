-- Named sets of categories, as papers count and print them.
create table category_list (
  code text {c} not null constraint category_list_pk primary key,
  name text not null,
  name_en text not null,
  -- kind and title of the paper
  source text not null,
  -- printed names with the categories of each, as JSON in the paper's order
  items text not null,
  rank integer not null
);
