-- What features keep for a workplace: a browser in which somebody is signed in. It goes with the
-- session.
create table workplace_settings (
    session  blob not null references sessions (id) on delete cascade,
    -- The feature's id: `call-link`.
    feature  text not null,
    settings text not null,
    primary key (session, feature)
);
