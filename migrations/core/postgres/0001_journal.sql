-- The journal: one append-only table a salon, from which the change log, the
-- events and every undo are read. Its numbers follow the order of commits,
-- because the counter is taken by the last statement of a transaction.
create table journal_counter (
    salon_id uuid   primary key,
    last     bigint not null
);

create table journal (
    salon_id uuid        not null,
    number   bigint      not null,
    at       timestamptz not null,
    actor    text        not null,
    request  text        not null,
    what     text        not null,
    batch    uuid,
    before   jsonb,
    after    jsonb,
    primary key (salon_id, number)
);
create index journal_batch on journal (salon_id, batch, number) where batch is not null;

-- Everyone an entry concerns; erasing a person finds their entries here.
create table journal_subjects (
    salon_id   uuid   not null,
    client_id  uuid   not null,
    number     bigint not null,
    primary key (salon_id, client_id, number)
);
