# Bringing in a list: the texts of imports.
