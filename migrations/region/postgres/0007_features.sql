-- What salons have switched on, and had: the row stays as long as the feature's data may be
-- there, so that switching it on again finds it.
create table features (
    salon   uuid        not null references salons (id),
    -- The feature's id: `blacklist`.
    feature text        not null,
    -- What it asked for when somebody agreed: views of others that it may read.
    granted jsonb       not null,
    on_at   timestamptz not null,
    -- While it is off.
    off_at  timestamptz,
    primary key (salon, feature)
);
