-- Nothing reads cards in the order of their changes: the finder knows who was seen last.
drop index clients_by_change;
