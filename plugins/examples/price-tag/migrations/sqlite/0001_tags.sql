create table example_price_tag__tags (
    salon_id integer not null,
    client_id blob not null,
    amount_minor integer not null check (amount_minor between 1 and 100000000),
    currency text not null,
    changed_at integer not null,
    primary key (salon_id, client_id)
);
