create table vendor_notes__notes (
    salon_id integer not null,
    id blob not null,
    client_id blob not null,
    words text not null,
    added_at integer not null,
    added_by text not null,
    primary key (salon_id, id)
);
create index vendor_notes__notes_client on vendor_notes__notes (salon_id, client_id, id);
