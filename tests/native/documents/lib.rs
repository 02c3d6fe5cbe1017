//! The very code that is linked into the host, as a library that it opens.

use kartoteka_documents::Documents;

kartoteka_plugin::export_plugin!(Documents);
