-- In cents.
alter table acme_tips__given add column amount integer not null default 0;
