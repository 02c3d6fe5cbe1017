-- The journal: one append-only table a salon, from which the change log, the
-- events and every undo are read. Its numbers follow the order of commits,
-- because the counter is taken by the last statement of a transaction.
create table journal_counter (
    salon_id integer primary key,
    last     integer not null
);
insert into journal_counter (salon_id, last) values (1, 0);

create table journal (
    salon_id integer not null,
    number   integer not null,
    at       integer not null,
    actor    text    not null,
    request  text    not null,
    what     text    not null,
    batch    blob,
    before   text,
    after    text,
    primary key (salon_id, number)
);
create index journal_batch on journal (salon_id, batch, number) where batch is not null;

-- Everyone an entry concerns; erasing a person finds their entries here.
create table journal_subjects (
    salon_id   integer not null,
    client_id  blob    not null,
    number     integer not null,
    primary key (salon_id, client_id, number)
);
