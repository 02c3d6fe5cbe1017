-- Cards. Order of names and matching of names are done in Rust and stored
-- folded, because the engines disagree about case and accents beyond ASCII.
create table clients (
    salon_id    uuid not null,
    id          uuid    not null,
    number      text    not null,
    first_name  text    not null,
    last_name   text    not null,
    -- A name that came in one cell, as it stood there.
    name_raw    text,
    -- Folded "last first", for the order of lists.
    sort_name   text    collate "C" not null,
    -- Folded first and last name, by which an import knows a client.
    name_key    text    not null,
    source_id   uuid,
    version     bigint not null,
    created_at  timestamptz not null,
    changed_at  timestamptz not null,
    archived_at timestamptz,
    primary key (salon_id, id),
    constraint clients_number_key unique (salon_id, number)
);
create index clients_by_name on clients (salon_id, sort_name, id);
create index clients_by_change on clients (salon_id, changed_at, id);
create index clients_by_name_key on clients (salon_id, name_key);

-- Every number ever given or entered, so that none is used twice; it stays when
-- the client is erased. `value` is there for plain numbers, from which the next
-- one is made.
create table client_numbers (
    salon_id  uuid not null,
    number    text    not null,
    value     bigint,
    client_id uuid,
    primary key (salon_id, number)
);
create index client_numbers_by_value on client_numbers (salon_id, value);

-- Phones and e-mails as typed. Two people may share one, so nothing is unique.
create table contacts (
    salon_id  uuid not null,
    client_id uuid    not null,
    kind      text    not null check (kind in ('phone', 'email')),
    position  bigint not null,
    value     text    not null,
    e164      text,
    -- What it is known by again: E.164, bare digits, or the folded e-mail.
    match_key text    not null,
    primary key (salon_id, client_id, kind, position)
);
create index contacts_by_match on contacts (salon_id, kind, match_key);

create table notes (
    salon_id   uuid not null,
    id         uuid    not null,
    client_id  uuid    not null,
    text       text    not null,
    author     text    not null,
    created_at timestamptz not null,
    primary key (salon_id, id)
);
create index notes_of_client on notes (salon_id, client_id, id);

-- What a client allowed or took back, only ever appended to: the state of a
-- purpose is its last entry. (GDPR art. 7(1): be able to demonstrate consent.)
create table consents (
    salon_id   uuid not null,
    id         uuid    not null,
    client_id  uuid    not null,
    purpose    text    not null check (purpose in ('marketing')),
    state      text    not null check (state in ('given', 'withdrawn')),
    at         timestamptz not null,
    actor      text    not null,
    -- How it came in: 'page', 'api', 'import'.
    source     text    not null check (source in ('page', 'api', 'import')),
    -- For an import: the file, and the row in it.
    import_id  uuid,
    file_name  text,
    row_number bigint,
    -- What the client was asked, in the words used.
    wording    text,
    primary key (salon_id, id)
);
-- By time within a client: an order by id alone must not tempt a planner to read the
-- whole salon by the primary key.
create index consents_of_client on consents (salon_id, client_id, id);

-- Where clients come from: the salon's own list.
create table sources (
    salon_id    uuid not null,
    id          uuid    not null,
    name        text    not null,
    name_key    text    not null,
    created_at  timestamptz not null,
    archived_at timestamptz,
    primary key (salon_id, id),
    constraint sources_name_key_key unique (salon_id, name_key)
);

-- What the finder reads: the folded text of each client. `changed` grows with
-- every write, so that a finder in memory reads only what is new. Erasing a
-- person leaves a row without text, which tells finders to forget them.
create table client_find (
    salon_id  uuid not null,
    client_id uuid    not null,
    seen_at   bigint not null,
    changed   bigint not null,
    text      text    not null,
    primary key (salon_id, client_id)
);
create index client_find_changed on client_find (salon_id, changed, client_id);
