//! The very code that is linked into the host, as a library that it opens.

use kartoteka_blacklist::Blacklist;

kartoteka_plugin::export_plugin!(Blacklist);
