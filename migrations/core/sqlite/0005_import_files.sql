-- The file of an import itself, sealed under the salon's key and in pieces, for as long as
-- it may be read in another way: until the import is written or thrown away, until somebody
-- is erased, and for a day at most.
create table import_files (
    salon_id  integer not null,
    import_id blob    not null,
    position  integer not null,
    piece     blob    not null,
    primary key (salon_id, import_id, position)
);
