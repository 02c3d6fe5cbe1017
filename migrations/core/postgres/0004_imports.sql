-- A salon's list on its way in: the file, its rows with verdicts, and what is
-- remembered about it.
create table imports (
    salon_id       uuid    not null,
    id             uuid    not null,
    file_name      text    not null,
    state          text    not null check (state in ('previewing', 'previewed', 'committing',
                       'committed', 'undoing', 'undone', 'failed')),
    -- The host that works on it, while one does.
    host           uuid,
    -- What went wrong, as {"code", "args"}.
    problem        jsonb,
    -- What the reader found: format, sheets, encoding, separator, notes.
    about          jsonb,
    -- {"A":"name",…}, and what it stands on.
    mapping        jsonb,
    basis          text,
    head_row       bigint,
    head           jsonb,
    signature      text,
    row_count      bigint not null,
    new_count      bigint not null,
    unchanged_count bigint not null,
    changed_count  bigint not null,
    refused_count  bigint not null,
    actor          text    not null,
    created_at     timestamptz not null,
    committed_at   timestamptz,
    undone_at      timestamptz,
    -- The last journal entry of the commit: who has a later one was edited since.
    journal_to     bigint,
    -- Cards that the undo left alone, because they were edited since.
    left_count     bigint not null,
    primary key (salon_id, id)
);
create index imports_by_time on imports (salon_id, created_at);

create table import_rows (
    salon_id       uuid    not null,
    import_id      uuid    not null,
    row_number     bigint not null,
    verdict        text    not null check (verdict in ('new', 'unchanged', 'changed', 'refused')),
    reason         text,
    -- The row of the same file that is the same person.
    same_as_row    bigint,
    -- The known client, or the id that the new one will have.
    client_id      uuid,
    client_version bigint,
    -- The number that a new client brings along.
    number         text,
    number_value   bigint,
    -- 'skip' where the salon said so.
    choice         text,
    -- The salon's own cells, with what was wrong in them.
    cells          bytea,
    problems       jsonb,
    beyond_ascii   boolean not null,
    -- What the row says, understood.
    card           bytea,
    fingerprint    bytea,
    primary key (salon_id, import_id, row_number)
);
create index import_rows_by_verdict on import_rows (salon_id, import_id, verdict, row_number);
create index import_rows_by_client on import_rows (salon_id, client_id);

-- Which mapping the salon used for files of the same head.
create table import_mappings (
    salon_id   uuid    not null,
    signature  text    not null,
    mapping    jsonb    not null,
    changed_at timestamptz not null,
    primary key (salon_id, signature)
);

-- Keyed fingerprints of imported rows: a row known already changes nothing, even if
-- the card was edited since.
create table import_fingerprints (
    salon_id    uuid    not null,
    fingerprint bytea    not null,
    client_id   uuid    not null,
    import_id   uuid    not null,
    primary key (salon_id, fingerprint)
);
create index import_fingerprints_by_client on import_fingerprints (salon_id, client_id);
create index import_fingerprints_by_import on import_fingerprints (salon_id, import_id);
