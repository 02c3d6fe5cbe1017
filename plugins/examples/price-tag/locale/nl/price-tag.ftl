example-price-tag-about = Leg vast welke prijs met iemand is afgesproken, en zeg het aan wie voor diegene boekt.
permission-example-price-tag-read = Afgesproken prijzen zien
permission-example-price-tag-write = Prijzen afspreken
example-price-tag-table-tags = Afgesproken prijzen
example-price-tag-erases-tags = { $count ->
    [one] Eén afgesproken prijs
   *[other] { $count } afgesproken prijzen
  }
example-price-tag-agreed = Afgesproken prijs: { $amount } { $currency }
field-example-price-tag_no_currency = moet een valuta van drie hoofdletters zijn, zoals EUR
event-example-price-tag-price-agreed = { $who } heeft een prijs afgesproken
event-example-price-tag-price-removed = { $who } heeft de afgesproken prijs verwijderd
