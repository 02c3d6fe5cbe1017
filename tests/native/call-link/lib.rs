//! The very code that is linked into the host, as a library that it opens.

use kartoteka_call_link::CallLink;

kartoteka_plugin::export_plugin!(CallLink);
