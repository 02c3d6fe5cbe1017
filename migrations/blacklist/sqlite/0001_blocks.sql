-- Blocks from booking. A lifted one stays, as history. Nothing is unique: merging two cards
-- brings the blocks of both to one, and all of them hold.
create table blacklist__blocks (
    salon_id   integer not null,
    id         blob not null,
    -- None for a block of a bare contact, and once the person is erased.
    client_id  blob,
    effect     text not null check (effect in ('refuse', 'shadow', 'warn', 'limit')),
    -- Open bookings allowed, for a limit alone.
    most_open  integer,
    scope      text not null check (scope in ('online', 'everywhere')),
    reason     text,
    text       text,
    ends_on    text,
    review_on  text,
    created_at integer not null,
    created_by text not null,
    lifted_at  integer,
    lifted_by  text,
    version    integer not null,
    primary key (salon_id, id),
    check ((effect = 'limit') = (most_open is not null))
);
create index blacklist__blocks_of_client on blacklist__blocks (salon_id, client_id, id);

-- The contacts that a block follows, by a hash under the salon's key: they outlive the card.
-- `shown` is what people read; it goes when the person is erased, and the hash names nobody.
create table blacklist__contacts (
    salon_id integer not null,
    block_id blob not null,
    kind     text not null check (kind in ('phone', 'email')),
    hash     blob not null,
    shown    text,
    primary key (salon_id, block_id, kind, hash)
);
create index blacklist__contacts_by_hash on blacklist__contacts (salon_id, kind, hash, block_id);
