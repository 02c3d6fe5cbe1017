place-clients = Clienti
