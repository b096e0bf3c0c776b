-- The figures journal: what is counted, each posting, the seal over them and the roll-ups folded from them.
-- Instants end in _at and are milliseconds since 1970 UTC; days are YYYY-MM-DD; hashes are lower-case hexadecimal.

-- A metric as the catalogue defined it. Once it has a posting the definition stays.
create table metric (
  code text {c} not null constraint metric_pk primary key,
  -- roll-ups hold flow and stock only
  kind text {c} not null,
  -- JSON of all that is fixed by the first posting; the words that explain it are not part of it
  definition text not null
);

-- One quantity that one record states. Rows are only added; seq alone is set later, once, by the sealer.
create table posting (
  id {uuid} not null constraint posting_pk primary key,
  -- place in the chain, 1, 2, 3 …; null until sealed
  seq bigint constraint posting_seq_unique unique,
  metric text {c} not null constraint posting_metric_fk references metric (code),
  area {uuid} not null,
  org {uuid} not null,
  day text {c} not null,
  -- last day of a span longer than one day
  until text {c},
  -- in the metric's smallest unit; null when the source masks the number
  quantity bigint,
  qualifier text {c} not null constraint posting_qualifier_known
    check (qualifier in ('exact', 'at_least', 'nearly', 'about')),
  -- coded values, in the order in which the metric declares its dimensions
  dim1 text {c},
  dim2 text {c},
  dim3 text {c},
  -- a random stand-in for a person or thing; who it is stands in no journal table
  subject {uuid},
  source_kind text {c} not null,
  source {uuid} not null,
  source_version bigint not null,
  -- the posting that this one takes back: same scope and span, negated quantity
  reverses {uuid} constraint posting_reverses_unique unique
    constraint posting_reverses_fk references posting (id),
  recorded_at bigint not null,
  row_hash text {c} not null,
  hash_name text {c} not null,
  constraint posting_span_forward check (until > day)
);
create index posting_metric_day on posting (metric, day, area);
create index posting_metric_recorded on posting (metric, recorded_at, id);
create index posting_source on posting (source_kind, source);
create index posting_unsealed on posting (recorded_at, id) where seq is null;
create index posting_span on posting (metric, day) where until is not null;

-- One row for each batch that was sealed: the chain's head after its last posting.
create table seal (
  seq bigint not null constraint seal_pk primary key,
  -- the seal before, 0 for the first: no two seals can follow the same one
  previous bigint not null constraint seal_previous_unique unique,
  head text {c} not null,
  sealed_at bigint not null,
  hash_name text {c} not null
);

-- How far the roll-ups are folded: one row. A new era makes all rows of the old one void at once.
create table rollup_mark (
  id integer not null constraint rollup_mark_pk primary key,
  era bigint not null,
  seq bigint not null
);
insert into rollup_mark (id, era, seq) values (1, 1, 0);

-- Sums of sealed postings without a span, for an area with all below it, by day and by month. Can be made anew.
create table rollup (
  era bigint not null,
  -- day or month
  grain text {c} not null,
  metric text {c} not null,
  area {uuid} not null,
  -- YYYY-MM-DD or YYYY-MM
  period text {c} not null,
  org {uuid} not null,
  -- an absent value is the empty text
  dim1 text {c} not null,
  dim2 text {c} not null,
  dim3 text {c} not null,
  quantity bigint not null,
  postings bigint not null,
  -- the following count standing postings: one taken back counts 1 - 1
  unnumbered bigint not null,
  exact bigint not null,
  at_least bigint not null,
  nearly bigint not null,
  about bigint not null,
  constraint rollup_pk primary key (era, grain, metric, area, period, org, dim1, dim2, dim3)
);
