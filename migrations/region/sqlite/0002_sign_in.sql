-- Ways in. What a browser or a program shows is kept as a hash alone; addresses
-- are kept nowhere, and counted under keyed hashes only.
create table sessions (
    id         blob    primary key,
    hash       blob    not null,
    user_id    blob    not null references users (id),
    agent      text    not null,
    created_at integer not null,
    seen_at    integer not null,
    expires_at integer not null,
    constraint sessions_hash_key unique (hash)
);
create index sessions_user on sessions (user_id);
create index sessions_expiry on sessions (expires_at);

create table tokens (
    id           blob    primary key,
    salon        blob    not null references salons (id),
    -- The maker, whose permissions bound the token's; absent where the operator made it.
    user_id      blob    references users (id),
    name         text    not null,
    hash         blob    not null,
    -- Names of permissions; absent for all that the maker has.
    permissions  text,
    created_at   integer not null,
    last_used_at integer,
    revoked_at   integer,
    constraint tokens_hash_key unique (hash)
);
create index tokens_salon on tokens (salon, id);

-- The password was right, the second factor is awaited.
create table sign_in_challenges (
    hash       blob    primary key,
    user_id    blob    not null references users (id),
    expires_at integer not null
);

create table sign_in_attempts (
    subject      blob    primary key,
    failures     integer not null,
    last_at      integer not null,
    not_before   integer not null,
    succeeded_at integer
);
create index sign_in_attempts_last on sign_in_attempts (last_at);

-- Codes for when the second factor is lost; each is good once.
create table recovery_codes (
    user_id blob    not null references users (id),
    hash    blob    not null,
    used_at integer,
    primary key (user_id, hash)
);

-- Links by mail that set a new password.
create table recoveries (
    hash       blob    primary key,
    user_id    blob    not null references users (id),
    created_at integer not null,
    expires_at integer not null,
    used_at    integer
);
create index recoveries_user on recoveries (user_id);

create table invitations (
    id           blob    primary key,
    salon        blob    not null references salons (id),
    email        text    not null,
    email_folded text    not null,
    role         text    not null check (role in ('owner', 'manager', 'staff')),
    hash         blob    not null,
    -- `user:<id>`, `token:<id>` or `system`.
    invited_by   text    not null,
    created_at   integer not null,
    expires_at   integer not null,
    constraint invitations_hash_key unique (hash),
    constraint invitations_salon_email_folded_key unique (salon, email_folded)
);

-- Codes of the first start: who shows one becomes the first owner. A row for each
-- host that was started, all gone once one is used.
create table setup_codes (
    hash       blob    primary key,
    created_at integer not null
);
