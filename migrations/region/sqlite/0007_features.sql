-- What salons have switched on, and had: the row stays as long as the feature's data may be
-- there, so that switching it on again finds it.
create table features (
    salon   blob    not null references salons (id),
    -- The feature's id: `blacklist`.
    feature text    not null,
    -- What it asked for when somebody agreed: views of others that it may read.
    granted text    not null,
    on_at   integer not null,
    -- While it is off.
    off_at  integer,
    primary key (salon, feature)
);
