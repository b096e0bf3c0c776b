-- A superior's list that was taken in by mistake, while no case was made of it: why it does not stand. Null: it stands.
alter table referral add column cancelled text;
