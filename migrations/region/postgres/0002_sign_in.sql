-- Ways in. What a browser or a program shows is kept as a hash alone; addresses
-- are kept nowhere, and counted under keyed hashes only.
create table sessions (
    id         uuid        primary key,
    hash       bytea       not null,
    user_id    uuid        not null references users (id),
    agent      text        not null,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    expires_at timestamptz not null,
    constraint sessions_hash_key unique (hash)
);
create index sessions_user on sessions (user_id);
create index sessions_expiry on sessions (expires_at);

create table tokens (
    id           uuid        primary key,
    salon        uuid        not null references salons (id),
    -- The maker, whose permissions bound the token's; absent where the operator made it.
    user_id      uuid        references users (id),
    name         text        not null,
    hash         bytea       not null,
    -- Names of permissions; absent for all that the maker has.
    permissions  jsonb,
    created_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    constraint tokens_hash_key unique (hash)
);
create index tokens_salon on tokens (salon, id);

-- The password was right, the second factor is awaited.
create table sign_in_challenges (
    hash       bytea       primary key,
    user_id    uuid        not null references users (id),
    expires_at timestamptz not null
);

create table sign_in_attempts (
    subject      bytea       primary key,
    failures     bigint      not null,
    last_at      timestamptz not null,
    not_before   timestamptz not null,
    succeeded_at timestamptz
);
create index sign_in_attempts_last on sign_in_attempts (last_at);

-- Codes for when the second factor is lost; each is good once.
create table recovery_codes (
    user_id uuid        not null references users (id),
    hash    bytea       not null,
    used_at timestamptz,
    primary key (user_id, hash)
);

-- Links by mail that set a new password.
create table recoveries (
    hash       bytea       primary key,
    user_id    uuid        not null references users (id),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index recoveries_user on recoveries (user_id);

create table invitations (
    id           uuid        primary key,
    salon        uuid        not null references salons (id),
    email        text        not null,
    email_folded text        not null,
    role         text        not null check (role in ('owner', 'manager', 'staff')),
    hash         bytea       not null,
    -- `user:<id>`, `token:<id>` or `system`.
    invited_by   text        not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    constraint invitations_hash_key unique (hash),
    constraint invitations_salon_email_folded_key unique (salon, email_folded)
);

-- Codes of the first start: who shows one becomes the first owner. A row for each
-- host that was started, all gone once one is used.
create table setup_codes (
    hash       bytea       primary key,
    created_at timestamptz not null
);
