acme-tips-about = What was given.
permission-acme-tips-read = See tips
place-acme-tips = Tips
slot-acme-tips-given = Tips
acme-tips-table-given = Tips
acme-tips-erases-given = Who gave it
event-acme-tips-tip-given = { $who } took a tip
setting-acme-tips-share-with = Tips go to
setting-acme-tips-share-with-all = everybody
setting-acme-tips-share-with-who-served = who served
acme-tips-count = { $count ->
    [one] one tip
   *[other] { $count } tips
}
