create table acme_turns__marks (
    salon_id blob not null,
    id       blob not null,
    primary key (salon_id, id)
);
