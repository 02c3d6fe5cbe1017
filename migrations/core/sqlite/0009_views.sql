-- What features may read of the registry, each view under a version that never changes:
-- what is added is a view of the next one.
create view core_clients_1 as
select salon_id, id, number, first_name, last_name, archived_at
from clients;

create view core_contacts_1 as
select salon_id, client_id, kind, position, value, match_key
from contacts;
