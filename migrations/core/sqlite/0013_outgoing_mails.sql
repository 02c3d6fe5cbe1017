-- Mails that features wrote and that wait to be sent. A row goes when its mail is sent or given up.
create table outgoing_mails (
    salon_id  integer     not null,
    id        blob        not null,
    feature   text        not null,
    -- Whom it is for, where that is a client.
    client_id blob,
    recipient text        not null,
    reply_to  text,
    subject   text        not null,
    body      text        not null,
    queued_at integer     not null,
    -- When it is tried next; while a host tries, when another may.
    due_at    integer     not null,
    failures  integer     not null,
    primary key (salon_id, id)
);
create index outgoing_mails_due on outgoing_mails (salon_id, due_at, id);
create index outgoing_mails_client on outgoing_mails (salon_id, client_id);
create index outgoing_mails_feature on outgoing_mails (salon_id, feature);

-- How many mails features of a salon wrote on a day of UTC.
create table mail_days (
    salon_id integer not null,
    day      text    not null,
    written  integer not null,
    primary key (salon_id, day)
);
