-- Nothing looks a card up by its folded name: an import comes to it by a contact.
drop index clients_by_name_key;
