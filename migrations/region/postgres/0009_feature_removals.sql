-- What a feature kept in a salon and is being removed: noted before the first row goes, and gone
-- when all of it is done, so that a host that ends in between leaves nothing half removed.
create table feature_removals (
    salon    uuid        not null references salons (id),
    feature  text        not null,
    -- Under which the salon's journal tells what there was.
    id       uuid        not null,
    -- Who asked for it, when, and by which request.
    asked_at timestamptz not null,
    actor    text        not null,
    request  text        not null,
    primary key (salon, feature)
);
