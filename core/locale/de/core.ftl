place-clients = Kunden
