/* A plugin that does nothing, and says that DOCUMENT is the document of its API. */
#include "kartoteka_plugin.h"
#include "manifest.h"

static int32_t document(kt_buf *out) {
    return kt_puts(out, DOCUMENT) ? KT_OK : KT_REFUSED;
}

const kt_plugin *kartoteka_plugin(void) {
    static kt_plugin plugin;
    plugin.struct_size = sizeof plugin;
    plugin.abi_major = KT_ABI_MAJOR;
    plugin.abi_minor = KT_ABI_MINOR;
    plugin.manifest.ptr = MANIFEST;
    plugin.manifest.len = MANIFEST_LENGTH;
    plugin.document = document;
    return &plugin;
}
