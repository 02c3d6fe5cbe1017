create table welcome__gifts (
    salon_id  integer not null,
    id        blob not null,
    client_id blob not null,
    cents     integer not null,
    picture   blob,
    version   integer not null default 1,
    primary key (salon_id, id)
);
create index welcome__gifts_of_client on welcome__gifts (salon_id, client_id);
create table welcome__pending (
    salon_id integer not null,
    object   blob not null,
    due_at   integer not null,
    swept_at integer,
    primary key (salon_id, object)
);
create index welcome__pending_by_time on welcome__pending (salon_id, due_at);
create table welcome__letters (
    salon_id  integer not null,
    number    integer not null,
    client_id blob,
    primary key (salon_id, number)
);
create index welcome__letters_of_client on welcome__letters (salon_id, client_id);
