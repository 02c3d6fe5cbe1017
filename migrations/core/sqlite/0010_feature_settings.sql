-- What a salon has set of its features. Kept while a feature is off. Secrets are sealed under
-- the salon's key.
create table feature_settings (
    salon_id   integer     not null,
    feature    text        not null,
    settings   text        not null,
    secrets    blob,
    version    integer     not null,
    changed_at integer     not null,
    primary key (salon_id, feature)
);
