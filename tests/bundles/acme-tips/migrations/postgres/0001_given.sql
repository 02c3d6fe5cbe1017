create table acme_tips__given (
    salon_id  uuid not null,
    id        uuid not null,
    -- Who gave it.
    client_id uuid,
    words     text,
    at        timestamptz not null,
    primary key (salon_id, id)
);
create index acme_tips__given_of_client on acme_tips__given (salon_id, client_id, id);
