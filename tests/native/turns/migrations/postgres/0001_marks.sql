create table acme_turns__marks (
    salon_id uuid not null,
    id       uuid not null,
    primary key (salon_id, id)
);
