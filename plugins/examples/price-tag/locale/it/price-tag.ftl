example-price-tag-about = Annota il prezzo concordato con un cliente e ricordalo a chi prenota per lui.
permission-example-price-tag-read = Vedere i prezzi concordati
permission-example-price-tag-write = Concordare i prezzi
example-price-tag-table-tags = Prezzi concordati
example-price-tag-erases-tags = { $count ->
    [one] Un prezzo concordato
   *[other] { $count } prezzi concordati
  }
example-price-tag-agreed = Prezzo concordato: { $amount } { $currency }
field-example-price-tag_no_currency = deve essere una valuta di tre lettere maiuscole, per esempio EUR
event-example-price-tag-price-agreed = { $who } ha concordato un prezzo
event-example-price-tag-price-removed = { $who } ha tolto il prezzo concordato
