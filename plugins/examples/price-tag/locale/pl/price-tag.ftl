example-price-tag-about = Zapisuj, jaką cenę uzgodniono z klientem, i pokazuj ją każdemu, kto go umawia.
permission-example-price-tag-read = Podgląd uzgodnionych cen
permission-example-price-tag-write = Uzgadnianie cen
example-price-tag-table-tags = Uzgodnione ceny
example-price-tag-erases-tags = { $count ->
    [one] Jedna uzgodniona cena
    [few] { $count } uzgodnione ceny
   *[many] { $count } uzgodnionych cen
  }
example-price-tag-agreed = Uzgodniona cena: { $amount } { $currency }
field-example-price-tag_no_currency = musi być walutą z trzech wielkich liter, na przykład EUR
event-example-price-tag-price-agreed = { $who } – uzgodniono cenę
event-example-price-tag-price-removed = { $who } – usunięto uzgodnioną cenę
