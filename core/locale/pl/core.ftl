place-clients = Klienci
