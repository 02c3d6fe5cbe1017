-- Whom an entry concerns: what the undo of an import asks for each of its entries.
create index journal_subjects_by_number on journal_subjects (salon_id, number, client_id);

-- Which numbers a client had: they stay without their client when the person is erased,
-- or the import that brought the client is undone.
create index client_numbers_by_client on client_numbers (salon_id, client_id);
