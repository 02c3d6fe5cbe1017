create unique index acme_turns__once on acme_turns__marks (salon_id);
