-- Someone who may not work in the salon for now, and someone who was taken out of it:
-- the row stays for a day, so that taking them out can be taken back.
alter table memberships add column disabled_at integer;
alter table memberships add column removed_at integer;

alter table tokens add column expires_at integer;

-- Who changed what about people, roles, tokens and ways in. Written in the transaction
-- of the change, and never changed; holds ids and no personal data.
create table access_journal (
    id      blob    primary key,
    -- Absent for someone who belongs to no salon.
    salon   blob    references salons (id),
    at      integer not null,
    -- `user:<id>`, `token:<id>` or `system`.
    actor   text    not null,
    request text    not null,
    what    text    not null,
    -- `user:<id>`, `token:<id>`, `invitation:<id>`, `role:<code>` or `salon:<id>`.
    subject text    not null,
    before  text,
    after   text
);
create index access_journal_salon on access_journal (salon, id);
create index access_journal_at on access_journal (at);
create trigger access_journal_stays before delete on access_journal
begin select raise(abort, 'the journal of access is kept'); end;
create trigger access_journal_stays_so before update on access_journal
begin select raise(abort, 'the journal of access is kept'); end;

-- What repeatable requests about access answered, as idempotency_keys of each salon.
create table kept_answers (
    salon       blob    not null references salons (id),
    actor       text    not null,
    key         text    not null,
    fingerprint blob    not null,
    status      integer not null,
    location    text    not null,
    at          integer not null,
    primary key (salon, actor, key)
);
create index kept_answers_at on kept_answers (at);
