acme-tips-about = Was gegeben wurde.
permission-acme-tips-read = Trinkgeld sehen
place-acme-tips = Trinkgeld
slot-acme-tips-given = Trinkgeld
acme-tips-table-given = Trinkgeld
acme-tips-erases-given = Wer es gab
event-acme-tips-tip-given = { $who } nahm ein Trinkgeld
setting-acme-tips-share-with = Trinkgeld geht an
setting-acme-tips-share-with-all = alle
setting-acme-tips-share-with-who-served = wer bedient hat
acme-tips-count = { $count ->
    [one] ein Trinkgeld
   *[other] { $count } Trinkgelder
}
