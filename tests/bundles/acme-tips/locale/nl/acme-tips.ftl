acme-tips-about = Wat er gegeven is.
permission-acme-tips-read = Fooien zien
place-acme-tips = Fooien
slot-acme-tips-given = Fooien
acme-tips-table-given = Fooien
acme-tips-erases-given = Wie het gaf
event-acme-tips-tip-given = { $who } nam een fooi aan
setting-acme-tips-share-with = Fooien gaan naar
setting-acme-tips-share-with-all = iedereen
setting-acme-tips-share-with-who-served = wie hielp
acme-tips-count = { $count ->
    [one] één fooi
   *[other] { $count } fooien
}
