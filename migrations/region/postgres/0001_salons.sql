-- Salons, the people who work in them, and what they may do there.
create table salons (
    id                 uuid        primary key,
    slug               text        not null,
    name               text        not null,
    country            text        not null,
    locale             text        not null,
    time_zone          text        not null,
    -- The salon's key under the master key. Destroying it erases the salon everywhere.
    wrapped_key        bytea       not null,
    created_at         timestamptz not null,
    -- Written before memberships change, so that two changes to one salon come one
    -- after the other: neither removes the last owner unseen by the other.
    members_changed_at timestamptz not null,
    constraint salons_slug_key unique (slug)
);

create table users (
    id                uuid        primary key,
    email             text        not null,
    email_folded      text        not null,
    name              text        not null,
    locale            text,
    password_hash     text        not null,
    -- Sealed by the region's key; counts once it is confirmed.
    totp_secret       bytea,
    totp_confirmed_at timestamptz,
    -- A code is good once: those of this step and before are spent.
    totp_last_step    bigint,
    created_at        timestamptz not null,
    disabled_at       timestamptz,
    constraint users_email_folded_key unique (email_folded)
);

create table memberships (
    salon      uuid        not null references salons (id),
    user_id    uuid        not null references users (id),
    role       text        not null check (role in ('owner', 'manager', 'staff')),
    created_at timestamptz not null,
    primary key (salon, user_id)
);
create index memberships_user on memberships (user_id);

-- Where a salon's role differs from what the modules' manifests say. Differences
-- and not whole sets, so that a new feature's permissions find their roles.
create table role_permissions (
    salon      uuid    not null references salons (id),
    role       text    not null check (role in ('manager', 'staff')),
    permission text    not null,
    granted    boolean not null,
    primary key (salon, role, permission)
);
