-- In cents.
alter table acme_tips__given add column amount bigint not null default 0;
