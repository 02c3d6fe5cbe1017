-- Whom an entry is about, for those who are told of it; absent in entries from before.
alter table journal add column subject blob;

-- How far each feature has been told what happened.
create table event_cursors (
    salon_id     integer not null,
    feature      text not null,
    -- The last entry that it was told.
    number       integer not null,
    -- How often it failed at the next one.
    failures     integer not null,
    -- Up to here it is told one by one, because it failed at something of them.
    careful_until integer not null,
    -- The host that tells it, where there are several, and until when nobody else does.
    host         blob,
    leased_until integer,
    primary key (salon_id, feature)
);

-- What a feature failed at again and again, and was passed by.
create table events_set_aside (
    salon_id integer not null,
    feature  text not null,
    number   integer not null,
    at       integer not null,
    primary key (salon_id, feature, number)
);
