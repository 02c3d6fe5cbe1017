-- Documents on the client's card that prove what a block was set for. They are of the feature
-- documents, and may be gone.
create table blacklist__proofs (
    salon_id    uuid not null,
    block_id    uuid not null,
    document_id uuid not null,
    primary key (salon_id, block_id, document_id)
);
