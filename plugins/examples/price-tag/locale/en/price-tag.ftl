example-price-tag-about = Keep what price was agreed with a client, and tell whoever books for them.
permission-example-price-tag-read = See agreed prices
permission-example-price-tag-write = Agree on prices
example-price-tag-table-tags = Agreed prices
example-price-tag-erases-tags = { $count ->
    [one] One agreed price
   *[other] { $count } agreed prices
  }
example-price-tag-agreed = Agreed price: { $amount } { $currency }
field-example-price-tag_no_currency = must be a currency of three capital letters, such as EUR
event-example-price-tag-price-agreed = { $who } agreed on a price
event-example-price-tag-price-removed = { $who } took off the agreed price
