example-price-tag-about = Hält fest, welcher Preis mit jemandem vereinbart ist, und sagt es allen, die für ihn buchen.
permission-example-price-tag-read = Vereinbarte Preise sehen
permission-example-price-tag-write = Preise vereinbaren
example-price-tag-table-tags = Vereinbarte Preise
example-price-tag-erases-tags = { $count ->
    [one] Ein vereinbarter Preis
   *[other] { $count } vereinbarte Preise
  }
example-price-tag-agreed = Vereinbarter Preis: { $amount } { $currency }
field-example-price-tag_no_currency = muss eine Währung aus drei Großbuchstaben sein, etwa EUR
event-example-price-tag-price-agreed = { $who } hat einen Preis vereinbart
event-example-price-tag-price-removed = { $who } hat den vereinbarten Preis entfernt
