-- Calls with clients, as somebody noted them. What was chosen at a workplace is in the region.
create table call_link__calls (
    salon_id  uuid not null,
    id        uuid not null,
    client_id uuid not null,
    -- E.164; none where nobody knows it: a hidden number, a card without a phone.
    phone     text,
    direction text not null check (direction in ('out', 'in')),
    outcome   text not null check (outcome in ('reached', 'not_reached', 'voicemail', 'call_back', 'wrong_number')),
    note      text,
    at        timestamptz not null,
    by        text not null,
    primary key (salon_id, id)
);
create index call_link__calls_of_client on call_link__calls (salon_id, client_id, id);

-- Who asked not to be called.
create table call_link__do_not_call (
    salon_id  uuid not null,
    client_id uuid not null,
    since     timestamptz not null,
    by        text not null,
    reason    text,
    primary key (salon_id, client_id)
);
