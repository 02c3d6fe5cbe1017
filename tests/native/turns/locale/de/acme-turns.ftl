acme-turns-about = Probiert Versionen.
permission-acme-turns-use = Runden benutzen
acme-turns-table-marks = Marken
