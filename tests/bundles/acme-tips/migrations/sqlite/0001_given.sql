create table acme_tips__given (
    salon_id  integer not null,
    id        blob not null,
    -- Who gave it.
    client_id blob,
    words     text,
    at        integer not null,
    primary key (salon_id, id)
);
create index acme_tips__given_of_client on acme_tips__given (salon_id, client_id, id);
