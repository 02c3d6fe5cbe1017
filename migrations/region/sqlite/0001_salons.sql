-- Salons, the people who work in them, and what they may do there.
create table salons (
    id                 blob    primary key,
    slug               text    not null,
    name               text    not null,
    country            text    not null,
    locale             text    not null,
    time_zone          text    not null,
    -- The salon's key under the master key. Destroying it erases the salon everywhere.
    wrapped_key        blob    not null,
    created_at         integer not null,
    -- Written before memberships change, so that two changes to one salon come one
    -- after the other: neither removes the last owner unseen by the other.
    members_changed_at integer not null,
    constraint salons_slug_key unique (slug)
);

create table users (
    id                blob    primary key,
    email             text    not null,
    email_folded      text    not null,
    name              text    not null,
    locale            text,
    password_hash     text    not null,
    -- Sealed by the region's key; counts once it is confirmed.
    totp_secret       blob,
    totp_confirmed_at integer,
    -- A code is good once: those of this step and before are spent.
    totp_last_step    integer,
    created_at        integer not null,
    disabled_at       integer,
    constraint users_email_folded_key unique (email_folded)
);

create table memberships (
    salon      blob    not null references salons (id),
    user_id    blob    not null references users (id),
    role       text    not null check (role in ('owner', 'manager', 'staff')),
    created_at integer not null,
    primary key (salon, user_id)
);
create index memberships_user on memberships (user_id);

-- Where a salon's role differs from what the modules' manifests say. Differences
-- and not whole sets, so that a new feature's permissions find their roles.
create table role_permissions (
    salon      blob    not null references salons (id),
    role       text    not null check (role in ('manager', 'staff')),
    permission text    not null,
    granted    integer not null,
    primary key (salon, role, permission)
);
