place-clients = Clients
