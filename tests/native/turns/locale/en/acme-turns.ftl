acme-turns-about = Tries versions.
permission-acme-turns-use = Use turns
acme-turns-table-marks = Marks
