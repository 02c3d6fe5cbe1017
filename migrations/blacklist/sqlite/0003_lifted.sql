-- What was lifted just now: each card asks whether there is something to be taken back.
create index blacklist__blocks_lifted on blacklist__blocks (salon_id, lifted_at);
