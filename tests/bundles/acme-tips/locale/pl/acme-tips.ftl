acme-tips-about = Co dano.
permission-acme-tips-read = Widzieć napiwki
place-acme-tips = Napiwki
slot-acme-tips-given = Napiwki
acme-tips-table-given = Napiwki
acme-tips-erases-given = Kto dał
event-acme-tips-tip-given = { $who } przyjmuje napiwek
setting-acme-tips-share-with = Napiwki są dla
setting-acme-tips-share-with-all = wszystkich
setting-acme-tips-share-with-who-served = kto obsłużył
acme-tips-count = { $count ->
    [one] jeden napiwek
   *[other] napiwków: { $count }
}
