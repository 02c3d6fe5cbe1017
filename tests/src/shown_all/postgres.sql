create table welcome__gifts (
    salon_id  uuid not null,
    id        uuid not null,
    client_id uuid not null,
    cents     bigint not null,
    picture   uuid,
    version   bigint not null default 1,
    primary key (salon_id, id)
);
create index welcome__gifts_of_client on welcome__gifts (salon_id, client_id);
create table welcome__pending (
    salon_id uuid not null,
    object   uuid not null,
    due_at   timestamptz not null,
    swept_at timestamptz,
    primary key (salon_id, object)
);
create index welcome__pending_by_time on welcome__pending (salon_id, due_at);
create table welcome__letters (
    salon_id  uuid not null,
    number    bigint not null,
    client_id uuid,
    primary key (salon_id, number)
);
create index welcome__letters_of_client on welcome__letters (salon_id, client_id);
