acme-turns-about = Prova le versioni.
permission-acme-turns-use = Usare i turni
acme-turns-table-marks = Segni
