-- A salon's list on its way in: the file, its rows with verdicts, and what is
-- remembered about it.
create table imports (
    salon_id       integer not null,
    id             blob    not null,
    file_name      text    not null,
    state          text    not null check (state in ('previewing', 'previewed', 'committing',
                       'committed', 'undoing', 'undone', 'failed')),
    -- The host that works on it, while one does.
    host           blob,
    -- What went wrong, as {"code", "args"}.
    problem        text,
    -- What the reader found: format, sheets, encoding, separator, notes.
    about          text,
    -- {"A":"name",…}, and what it stands on.
    mapping        text,
    basis          text,
    head_row       integer,
    head           text,
    signature      text,
    row_count      integer not null,
    new_count      integer not null,
    unchanged_count integer not null,
    changed_count  integer not null,
    refused_count  integer not null,
    actor          text    not null,
    created_at     integer not null,
    committed_at   integer,
    undone_at      integer,
    -- The last journal entry of the commit: who has a later one was edited since.
    journal_to     integer,
    -- Cards that the undo left alone, because they were edited since.
    left_count     integer not null,
    primary key (salon_id, id)
);
create index imports_by_time on imports (salon_id, created_at);

create table import_rows (
    salon_id       integer not null,
    import_id      blob    not null,
    row_number     integer not null,
    verdict        text    not null check (verdict in ('new', 'unchanged', 'changed', 'refused')),
    reason         text,
    -- The row of the same file that is the same person.
    same_as_row    integer,
    -- The known client, or the id that the new one will have.
    client_id      blob,
    client_version integer,
    -- The number that a new client brings along.
    number         text,
    number_value   integer,
    -- 'skip' where the salon said so.
    choice         text,
    -- The salon's own cells, with what was wrong in them.
    cells          blob,
    problems       text,
    beyond_ascii   integer not null,
    -- What the row says, understood.
    card           blob,
    fingerprint    blob,
    primary key (salon_id, import_id, row_number)
);
create index import_rows_by_verdict on import_rows (salon_id, import_id, verdict, row_number);
create index import_rows_by_client on import_rows (salon_id, client_id);

-- Which mapping the salon used for files of the same head.
create table import_mappings (
    salon_id   integer not null,
    signature  text    not null,
    mapping    text    not null,
    changed_at integer not null,
    primary key (salon_id, signature)
);

-- Keyed fingerprints of imported rows: a row known already changes nothing, even if
-- the card was edited since.
create table import_fingerprints (
    salon_id    integer not null,
    fingerprint blob    not null,
    client_id   blob    not null,
    import_id   blob    not null,
    primary key (salon_id, fingerprint)
);
create index import_fingerprints_by_client on import_fingerprints (salon_id, client_id);
create index import_fingerprints_by_import on import_fingerprints (salon_id, import_id);
