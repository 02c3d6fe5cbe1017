create table example_allergy_card__allergies (
    salon_id integer not null,
    id blob not null,
    client_id blob not null,
    substance text not null,
    severity text not null check (severity in ('mild', 'severe')),
    note text,
    tested_on text,
    version integer not null,
    primary key (salon_id, id)
);
create index example_allergy_card__allergies_of_client
    on example_allergy_card__allergies (salon_id, client_id, id);
