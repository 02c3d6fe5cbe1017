-- `month_day` is 100 times the month and the day: 29 February is 229, in whatever year.
create table example_birthday_greetings__birthdays (
    salon_id integer not null,
    client_id blob not null,
    month_day integer not null check (month_day between 101 and 1231),
    year integer check (year between 1900 and 9999),
    primary key (salon_id, client_id)
);
create index example_birthday_greetings__birthdays_by_day
    on example_birthday_greetings__birthdays (salon_id, month_day, client_id);

-- Who wants to be written to, as far as the registry has told. Nobody who is not here.
create table example_birthday_greetings__consents (
    salon_id integer not null,
    client_id blob not null,
    given integer not null,
    primary key (salon_id, client_id)
);

-- Who was greeted for which birthday: the key lets nobody be greeted twice.
create table example_birthday_greetings__greetings (
    salon_id integer not null,
    client_id blob not null,
    year integer not null,
    at integer not null,
    primary key (salon_id, client_id, year)
);
