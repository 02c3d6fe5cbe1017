-- When modules asked to be woken in which salon: the salons that have work to do are
-- found here, and no others are opened to look.
create table wake_ups (
    salon    blob    not null references salons (id),
    -- `core.blank_sheets`: the module, and its own name for it.
    name     text    not null,
    at       integer not null,
    -- Counts how often it was asked for, so that what was asked for while a handler ran
    -- is not forgotten when it ends.
    asked    integer not null,
    failures integer not null,
    -- The host that runs the handler; good for as long as that host runs.
    host     blob,
    primary key (salon, name)
);
create index wake_ups_at on wake_ups (at);
