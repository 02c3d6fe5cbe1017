acme-turns-about = Sprawdza wersje.
permission-acme-turns-use = Używanie kolejek
acme-turns-table-marks = Znaki
