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

static int32_t ask(const kt_call *call, const char *name, const char *question, kt_buf *body, kt_reply *reply,
                   kt_buf *error) {
    const kt_ask *service = (const kt_ask *)kt_service(call, name);
    kt_task task = {NULL, NULL};
    kt_stream none = {NULL, NULL};
    int32_t begun = service ? service->ask(call, NULL, kt_of(question), body, &none, &task) : KT_REFUSED;
    memset(reply, 0, sizeof *reply);
    reply->struct_size = sizeof *reply;
    return begun == KT_OK ? host->wait(host, &task, reply, error) : begun;
}

/* A text or a number of what a service has answered, by its pointer. */
static void member(const kt_call *call, kt_reply *reply, const char *pointer, char *text, size_t room) {
    const kt_json *json = (const kt_json *)kt_service(call, KT_JSON_TEXT);
    kt_value value;
    kt_buf kept = {NULL, 0, NULL, NULL};
    *text = 0;
    if (json->read(kt_of_buf(&reply->json), kt_of(pointer), &value, &kept) == KT_OK) {
        if (value.kind == KT_INT) snprintf(text, room, "%lld", (long long)value.integer);
        else snprintf(text, room, "%.*s", (int)value.bytes.len, (const char *)value.bytes.ptr);
    }
    kt_release(&kept);
}

/* Has a file counted by a worker. */
static int32_t counted(const kt_call *call, kt_response *response, kt_buf *error) {
    char file[64], path[512], question[1024];
    kt_buf none = {NULL, 0, NULL, NULL}, words = kt_copy("xxyx", 4);
    kt_reply reply;
    int32_t status = ask(call, "kartoteka.scratch/1", "{\"of\":\"create\"}", &none, &reply, error);
    if (status != KT_OK) return status;
    member(call, &reply, "/file", file, sizeof file);
    member(call, &reply, "/path", path, sizeof path);
    kt_release(&reply.json);
    snprintf(question, sizeof question, "{\"of\":\"write\",\"file\":%s}", file);
    status = ask(call, "kartoteka.scratch/1", question, &words, &reply, error);
    if (status != KT_OK) return status;
    kt_release(&reply.json);
    snprintf(question, sizeof question, "{\"of\":\"finish\",\"file\":%s}", file);
    status = kt_ask_json(host, call, NULL, "kartoteka.scratch/1", kt_of(question), &none, error);
    if (status != KT_OK) return status;
    kt_release(&none);
    snprintf(question, sizeof question, "{\"name\":\"acme-turns.count\",\"input\":\"%s\"}", path);
    words = kt_copy("x", 1);
    status = ask(call, "kartoteka.workers/1", question, &words, &reply, error);
    if (status != KT_OK) return status;
    kt_release(&reply.json);
    response->status = 200;
    response->more = reply.more;
    return kt_add_header(response, "content-type", kt_of("text/plain"));
}

/* Counts in a file the byte that it is told, in a process of its own. */
static int32_t work(kt_slice name, kt_slice input, kt_slice arguments, const kt_sink *sink, kt_buf *error) {
    char path[512], text[64];
    int count = 0, byte;
    (void)error;
    if (!kt_is(name, "count") || arguments.len != 1) return KT_REFUSED;
    snprintf(path, sizeof path, "%.*s", (int)input.len, (const char *)input.ptr);
    FILE *file = fopen(path, "r");
    if (!file) return KT_FAILED;
    while ((byte = fgetc(file)) != EOF) count += byte == arguments.ptr[0];
    fclose(file);
    snprintf(text, sizeof text, "%s: %d", VERSION, count);
    return sink->write(sink->data, kt_of(text));
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
    if (kt_is(path, "/acme-turns/counted")) return counted(call, response, error);
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
                           .handle_blocking = handle,
                           .work = work};

const kt_plugin *kartoteka_plugin(void) {
    plugin.manifest.ptr = MANIFEST;
    plugin.manifest.len = MANIFEST_LENGTH;
    return &plugin;
}
