acme-tips-about = Che cosa è stato dato.
permission-acme-tips-read = Vedere le mance
place-acme-tips = Mance
slot-acme-tips-given = Mance
acme-tips-table-given = Mance
acme-tips-erases-given = Chi l’ha data
event-acme-tips-tip-given = { $who } ha preso una mancia
setting-acme-tips-share-with = Le mance vanno a
setting-acme-tips-share-with-all = tutti
setting-acme-tips-share-with-who-served = chi ha servito
acme-tips-count = { $count ->
    [one] una mancia
   *[other] { $count } mance
}
