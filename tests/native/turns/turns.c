/* A plugin that comes in several versions, to take over from one another: VERSION says which, COLUMN is 1 where its
 * table has one more column, STOPPED names a file that says that it was stopped. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <unistd.h>

#include "kartoteka_plugin.h"
#include "manifest.h"

static const kt_host *host;

static int32_t start(const kt_host *given, void **state, kt_buf *error) {
    (void)error;
    host = given;
    *state = NULL;
    return KT_OK;
}

static void stop(void *state) {
    (void)state;
    FILE *file = fopen(STOPPED, "a");
    if (file) {
        fputs(VERSION "\n", file);
        fclose(file);
    }
}

/* How many marks there are. */
static int32_t marks(const kt_call *call, int64_t *count, kt_buf *error) {
    kt_rows rows;
    const char *sql = "select count(*) as n from acme_turns__marks where salon_id = $1";
    int32_t status = kt_read(host, call, sql, NULL, 0, &rows, error);
    if (status != KT_OK) return status;
    *count = rows.values[0].integer;
    kt_release_rows(&rows);
    return KT_OK;
}

static int32_t let_go(const kt_call *call, kt_buf *error) {
    const kt_clock *clock = (const kt_clock *)kt_service(call, KT_CLOCK);
    uint8_t id[16];
    kt_tx *tx;
    kt_rows rows;
    int32_t status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    clock->new_id(call, &id);
#if COLUMN
    const char *sql = "insert into acme_turns__marks (salon_id, id, version) values ($1, $2, $3)";
    kt_value values[] = {kt_uuid(id), kt_string(kt_of(VERSION))};
    status = kt_run(host, call, tx, sql, values, 2, &rows, error);
#else
    const char *sql = "insert into acme_turns__marks (salon_id, id) values ($1, $2)";
    kt_value values[] = {kt_uuid(id)};
    status = kt_run(host, call, tx, sql, values, 1, &rows, error);
#endif
    if (status != KT_OK) return kt_undo(call, tx, status);
    kt_release_rows(&rows);
    return kt_commit(host, call, tx, error);
}

static int32_t handle(void *state, const kt_call *call, kt_request *request, kt_response *response, kt_buf *error) {
    kt_slice path = kt_path(request->target);
    (void)state;
    if (kt_is(path, "/acme-turns/let-go")) {
        int32_t status = let_go(call, error);
        response->status = 204;
        return status;
    }
    if (kt_is(path, "/acme-turns/marks")) {
        int64_t count = 0;
        char text[24];
        int32_t status = marks(call, &count, error);
        if (status != KT_OK) return status;
        return kt_answer(response, 200, "text/plain", text, (size_t)snprintf(text, sizeof text, "%lld", (long long)count));
    }
    if (kt_is(path, "/acme-turns/held")) {
        int64_t before = 0, now = 0;
        int32_t status = let_go(call, error); /* says that it has begun */
        if (status == KT_OK) status = marks(call, &before, error);
        while (status == KT_OK && now <= before) {
            usleep(2000);
            status = marks(call, &now, error);
        }
        if (status != KT_OK) return status;
    }
    return kt_answer(response, 200, "text/plain", VERSION, sizeof VERSION - 1);
}

static kt_plugin plugin = {.struct_size = sizeof(kt_plugin),
                           .abi_major = KT_ABI_MAJOR,
                           .abi_minor = KT_ABI_MINOR,
                           .start = start,
                           .stop = stop,
                           .handle_blocking = handle};

const kt_plugin *kartoteka_plugin(void) {
    plugin.manifest.ptr = MANIFEST;
    plugin.manifest.len = MANIFEST_LENGTH;
    return &plugin;
}
