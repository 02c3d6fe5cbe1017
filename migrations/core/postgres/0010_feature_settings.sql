-- What a salon has set of its features. Kept while a feature is off. Secrets are sealed under
-- the salon's key.
create table feature_settings (
    salon_id   uuid        not null,
    feature    text        not null,
    settings   jsonb       not null,
    secrets    bytea,
    version    bigint      not null,
    changed_at timestamptz not null,
    primary key (salon_id, feature)
);
