-- Whom an entry is about, for those who are told of it; absent in entries from before.
alter table journal add column subject uuid;

-- How far each feature has been told what happened.
create table event_cursors (
    salon_id     uuid not null,
    feature      text not null,
    -- The last entry that it was told.
    number       bigint not null,
    -- How often it failed at the next one.
    failures     bigint not null,
    -- Up to here it is told one by one, because it failed at something of them.
    careful_until bigint not null,
    -- The host that tells it, where there are several, and until when nobody else does.
    host         uuid,
    leased_until timestamptz,
    primary key (salon_id, feature)
);

-- What a feature failed at again and again, and was passed by.
create table events_set_aside (
    salon_id uuid not null,
    feature  text not null,
    number   bigint not null,
    at       timestamptz not null,
    primary key (salon_id, feature, number)
);
