-- What repeatable requests answered, so that repeating one does nothing twice.
-- Holds ids only; kept for two days at most.
create table idempotency_keys (
    salon_id    integer not null,
    actor       text    not null,
    key         text    not null,
    fingerprint blob    not null,
    status      integer not null,
    location    text    not null,
    at          integer not null,
    primary key (salon_id, actor, key)
);
create index idempotency_keys_at on idempotency_keys (salon_id, at);
