place-clients = Klanten
