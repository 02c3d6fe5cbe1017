-- Where the picture lies that was made small of this version, if it is a picture.
alter table documents__versions add column preview blob;
