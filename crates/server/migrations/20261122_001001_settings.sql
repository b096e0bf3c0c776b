-- What the office has settled of the catalogue, beside what is shipped.

-- what the catalogue says of the category itself, by key, as JSON
alter table category add column said text not null default '{}';
-- what the office says otherwise, by key, each with what held instead when it was set, as JSON
alter table category add column own text not null default '{}';
-- when the office last changed it
alter table category add column changed_at bigint;

-- Who answers for a line, or for one thing of it, at a place and below it. The nearest place goes before the finer
-- thing. A change ends one rule and begins another, so that what held when is kept.
create table dispatch_rule (
  id {uuid} not null constraint dispatch_rule_pk primary key,
  category text {c} not null constraint dispatch_rule_category_fk references category (code),
  area {uuid} not null constraint dispatch_rule_area_fk references area (id),
  -- who answers for the line there; null: the nearest of the category's kind of department
  organisation {uuid} constraint dispatch_rule_organisation_fk references organisation (id),
  -- which goes first; null: as the category says
  lead text {c} constraint dispatch_rule_lead_check check (lead in ('block', 'line')),
  -- who verifies, if it may; null: by rule
  verifier {uuid} constraint dispatch_rule_verifier_fk references organisation (id),
  reason text not null,
  begun_at bigint not null,
  ended_at bigint,
  constraint dispatch_rule_says_something check (organisation is not null or lead is not null or verifier is not null)
);
create unique index dispatch_rule_standing on dispatch_rule (category, area) where ended_at is null;
