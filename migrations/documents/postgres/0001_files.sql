-- Files on cards. What was deleted stays for 30 days, as `archived_at`.
create table documents__files (
    salon_id        uuid not null,
    id              uuid not null,
    client_id       uuid not null,
    title           text not null,
    -- The title without case and marks, to be found by.
    title_key       text not null,
    kind            text not null,
    note            text,
    review_on       date,
    -- The last day it is to be kept.
    retention_until date,
    created_at      timestamptz not null,
    created_by      text not null,
    archived_at     timestamptz,
    archived_by     text,
    version         bigint not null,
    primary key (salon_id, id)
);
create index documents__files_of_client on documents__files (salon_id, client_id, id);
create index documents__files_to_review on documents__files (salon_id, review_on);
create index documents__files_to_end on documents__files (salon_id, retention_until);
create index documents__files_archived on documents__files (salon_id, archived_at);

-- What a file was and is. The content lies in the store of objects, under the id `object`.
create table documents__versions (
    salon_id    uuid not null,
    file_id     uuid not null,
    number      bigint not null,
    object      uuid not null,
    size        bigint not null,
    content     text not null,
    media_type  text not null,
    sha256      bytea not null,
    file_name   text not null,
    uploaded_at timestamptz not null,
    uploaded_by text not null,
    primary key (salon_id, file_id, number)
);

-- Objects that nothing shows, or nothing shows any more: written before an upload begins, and when
-- a file is deleted. What is due is deleted from the store; what is swept can become no version.
create table documents__pending (
    salon_id uuid not null,
    object   uuid not null,
    due_at   timestamptz not null,
    swept_at timestamptz,
    primary key (salon_id, object)
);
create index documents__pending_by_time on documents__pending (salon_id, due_at);
