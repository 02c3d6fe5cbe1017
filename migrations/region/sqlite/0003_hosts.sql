-- The hosts that serve this region, so that work left behind by one that stopped is
-- recognised.
create table hosts (
    id      blob    primary key,
    seen_at integer not null
);
