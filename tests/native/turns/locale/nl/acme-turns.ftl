acme-turns-about = Probeert versies.
permission-acme-turns-use = Rondes gebruiken
acme-turns-table-marks = Merktekens
