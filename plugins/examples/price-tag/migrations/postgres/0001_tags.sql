create table example_price_tag__tags (
    salon_id uuid not null,
    client_id uuid not null,
    amount_minor bigint not null check (amount_minor between 1 and 100000000),
    currency text not null,
    changed_at timestamptz not null,
    primary key (salon_id, client_id)
);
