alter table acme_turns__marks add column version text;
