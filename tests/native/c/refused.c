/* A library of which one thing is as it must not be: SIZE, MAJOR, MINOR, FLAGS, or what START answers. */
#include "kartoteka_plugin.h"
#include "manifest.h"

#ifndef SIZE
#define SIZE sizeof(kt_plugin)
#endif
#ifndef MAJOR
#define MAJOR KT_ABI_MAJOR
#endif
#ifndef MINOR
#define MINOR KT_ABI_MINOR
#endif
#ifndef FLAGS
#define FLAGS 0
#endif
#ifndef START
#define START KT_OK
#endif
#ifndef PROBLEM
#define PROBLEM "{\"status\": 500, \"code\": \"no_licence\"}"
#endif

static int32_t start(const kt_host *host, void **state, kt_buf *error) {
    (void)host;
    (void)state;
    if (START == KT_FAILED) kt_puts(error, PROBLEM);
    return START;
}

const kt_plugin *kartoteka_plugin(void) {
    static kt_plugin plugin;
    plugin.struct_size = SIZE;
    plugin.abi_major = MAJOR;
    plugin.abi_minor = MINOR;
    plugin.flags = FLAGS;
    plugin.manifest.ptr = MANIFEST;
    plugin.manifest.len = MANIFEST_LENGTH;
    plugin.start = start;
    return &plugin;
}
