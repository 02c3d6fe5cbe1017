/* The same in C, in the blocking form: answers, reads a row, gives a body back. */
#include <stdio.h>

#include "kartoteka_plugin.h"
#include "manifest.h"

static const kt_host *host;
/* A row, as it is read. */
static const char SELECT[] = "select amount, word from acme_gauge_00__rows where salon_id = $1 and id = $2";
static const char ROW[] = "/acme-gauge-00/row/";

static int32_t start(const kt_host *of, void **state, kt_buf *error) {
    (void)state;
    (void)error;
    host = of;
    return KT_OK;
}

static int32_t put(const kt_call *call, const uint8_t id[16], kt_response *response, kt_buf *error) {
    static const char INSERT[] =
        "insert into acme_gauge_00__rows (salon_id, id, amount, word) values ($1, $2, $3, $4)";
    kt_value values[] = {kt_uuid(id), kt_int(4500), kt_string(kt_of("a word"))};
    kt_rows rows;
    kt_tx *tx;
    int32_t status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    status = kt_run(host, call, tx, INSERT, values, 3, &rows, error);
    kt_release_rows(&rows);
    if (status != KT_OK) return kt_undo(call, tx, status);
    response->status = 204;
    return kt_commit(host, call, tx, error);
}

static int32_t handle(void *state, const kt_call *call, kt_request *request, kt_response *response, kt_buf *error) {
    (void)state;
    if (kt_is(request->target, "/acme-gauge-00/bare")) {
        response->status = 204;
        return KT_OK;
    }
    if (kt_is(request->target, "/acme-gauge-00/echo")) {
        return kt_body(host, request, 4 << 20, &response->body, error);
    }
    uint8_t id[16];
    kt_slice text = request->target;
    size_t prefix = strlen(ROW);
    if (text.len < prefix) return kt_fail(error, "{\"status\":404,\"code\":\"not_found\"}");
    text.ptr += prefix;
    text.len -= prefix;
    if (!kt_parse_uuid(text, id)) return kt_fail(error, "{\"status\":404,\"code\":\"not_found\"}");
    if (kt_is(request->method, "PUT")) return put(call, id, response, error);
    kt_value values[] = {kt_uuid(id)};
    kt_rows rows;
    int32_t status = kt_read(host, call, SELECT, values, 1, &rows, error);
    if (status != KT_OK) return status;
    if (rows.row_count == 0) return kt_fail(error, "{\"status\":404,\"code\":\"not_found\"}");
    char json[128];
    int length = snprintf(json, sizeof json, "[%lld,\"%.*s\"]", (long long)rows.values[0].integer,
                          (int)rows.values[1].bytes.len, (const char *)rows.values[1].bytes.ptr);
    kt_release_rows(&rows);
    return kt_answer(response, 200, "application/json", json, (size_t)length);
}

const kt_plugin *kartoteka_plugin(void) {
    static kt_plugin plugin;
    plugin.struct_size = sizeof plugin;
    plugin.abi_major = KT_ABI_MAJOR;
    plugin.abi_minor = KT_ABI_MINOR;
    plugin.manifest.ptr = MANIFEST;
    plugin.manifest.len = MANIFEST_LENGTH;
    plugin.start = start;
    plugin.handle_blocking = handle;
    return &plugin;
}
