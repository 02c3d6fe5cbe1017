/* A plugin that says to the host whatever it is sent. A message is a byte that says what of it is tried, and bytes
 * that are taken as they are: a text, a statement, a question, an answer. It answers 200 where the
 * host did what it was asked, 202 where it did not, and from the first panic of one of its functions on 599. */
#include <stdio.h>

#include "kartoteka_plugin.h"
#include "manifest.h"

static const kt_host *host;
/* What it answers when it is asked itself; its size is the last thing written. */
static uint8_t kept[1 << 16];
static size_t kept_len;
static int panicked;
/* What the host said last. */
static int32_t last;

static int32_t start(const kt_host *of, void **state, kt_buf *error) {
    (void)state;
    (void)error;
    host = of;
    return KT_OK;
}

static int32_t seen(int32_t status) {
    if (status == KT_PANICKED) panicked = 1;
    last = status;
    return status;
}

static void let_go(void *thing) {
    (void)thing;
}

/* The next byte of a message; 0 after its end. */
static uint8_t next(kt_slice *left) {
    if (left->len == 0) return 0;
    left->len--;
    return *left->ptr++;
}

/* So many of the next bytes as the next one says. */
static kt_slice piece(kt_slice *left) {
    size_t len = next(left);
    kt_slice slice = {left->ptr, len < left->len ? len : left->len};
    left->ptr += slice.len;
    left->len -= slice.len;
    return slice;
}

static int32_t done(kt_task *task, int32_t begun) {
    kt_nothing nothing;
    kt_buf error = {NULL, 0, NULL, NULL};
    if (seen(begun) != KT_OK) return begun;
    int32_t status = seen(host->wait(host, task, &nothing, &error));
    kt_release(&error);
    return status;
}

/* A statement with values of all kinds. */
static void statement(const kt_call *call, kt_tx *tx, kt_slice left, int later) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    kt_value values[8];
    kt_statement sql = {sizeof sql, {NULL, 0}, {NULL, 0}, values, 0, 0, 0};
    kt_task task = {NULL, NULL};
    kt_rows rows = {0};
    kt_buf error = {NULL, 0, NULL, NULL};
    rows.struct_size = sizeof rows;
    sql.value_count = next(&left) % 9;
    sql.slow = next(&left);
    for (size_t at = 0; at < sql.value_count; at++) {
        kt_value value = {next(&left), next(&left) & 1, (int64_t)next(&left) << (next(&left) % 63), 0.5, piece(&left)};
        values[at] = value;
    }
    if (next(&left) & 1) sql.postgres = piece(&left);
    sql.sql = left;
    if (later) {
        seen(db->later(tx, &sql));
        return;
    }
    if (seen(tx ? db->run(tx, &sql, &task) : db->read(call, &sql, &task)) != KT_OK) return;
    seen(host->wait(host, &task, &rows, &error));
    kt_release_rows(&rows);
    kt_release(&error);
}

static void ask(const kt_call *call, kt_tx *tx, kt_slice left) {
    static const char *const SERVICES[] = {
        "kartoteka.api/1",      "kartoteka.contacts/1", "kartoteka.directory/1", "kartoteka.facts/1",
        "kartoteka.hooks/1",    "kartoteka.hosts/1",    "kartoteka.mail/1",      "kartoteka.marks/1",
        "kartoteka.objects/1",  "kartoteka.scratch/1",  "kartoteka.settings/1",  "kartoteka.wake_ups/1",
        "kartoteka.workers/1",  "kartoteka.workplace/1", "kartoteka.http/1"};
    const char *name = SERVICES[next(&left) % (sizeof SERVICES / sizeof *SERVICES)];
    const kt_ask *service = (const kt_ask *)kt_service(call, name);
    kt_slice bytes = piece(&left);
    kt_buf body = kt_copy(bytes.ptr, bytes.len), error = {NULL, 0, NULL, NULL};
    kt_stream more = {NULL, NULL};
    kt_task task = {NULL, NULL};
    kt_reply reply = {0};
    reply.struct_size = sizeof reply;
    if (service && seen(service->ask(call, tx, left, &body, &more, &task)) == KT_OK)
        seen(host->wait(host, &task, &reply, &error));
    kt_release(&body);
    kt_release(&error);
    kt_release(&reply.json);
    kt_release(&reply.body);
    while (reply.more.vt) {
        kt_buf chunk = {NULL, 0, NULL, NULL};
        int32_t status = seen(host->next(host, &reply.more, &chunk, &error));
        kt_release(&chunk);
        kt_release(&error);
        if (status != KT_OK) break;
    }
    if (reply.more.vt) reply.more.vt->drop(reply.more.data);
}

/* What is done inside a transaction. */
static void within(const kt_call *call, uint8_t what, kt_slice left) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    kt_buf error = {NULL, 0, NULL, NULL};
    kt_tx *tx = NULL;
    kt_task task = {NULL, NULL};
    int commits = next(&left) & 1;
    if (seen(kt_begin(host, call, &tx, &error)) != KT_OK) {
        kt_release(&error);
        return;
    }
    switch (what % 6) {
    case 0: statement(call, tx, left, 0); break;
    case 1: statement(call, tx, left, 1); break;
    case 2: seen(db->record(tx, left, &error)); break;
    case 3: {
        int64_t at = (int64_t)next(&left) << (next(&left) % 63);
        seen(db->wake(tx, left, at, &error));
        break;
    }
    case 4: seen(db->answers(tx, (uint32_t)next(&left) * 4, left)); break;
    default: ask(call, tx, left);
    }
    kt_release(&error);
    if (commits) done(&task, db->commit(tx, &task));
    else db->rollback(tx);
}

/* What is done at once. */
static void at_once(const kt_call *call, uint8_t what, kt_slice left) {
    const kt_keys *keys = (const kt_keys *)kt_service(call, KT_KEYS);
    const kt_cache *cache = (const kt_cache *)kt_service(call, KT_CACHE);
    const kt_texts *texts = (const kt_texts *)kt_service(call, KT_TEXTS);
    const kt_json *json = (const kt_json *)kt_service(call, KT_JSON_TEXT);
    const kt_log *log = (const kt_log *)kt_service(call, KT_LOG);
    kt_buf out = {NULL, 0, NULL, NULL}, error = {NULL, 0, NULL, NULL};
    uint8_t hash[32];
    kt_value value;
    kt_slice first = piece(&left);
    switch (what % 10) {
    case 0: seen(keys->hash(call, first, left, &hash)); break;
    case 1: seen(keys->seal(call, first, left, &out, &error)); break;
    case 2: seen(keys->open(call, first, left, &out, &error)); break;
    case 3: seen(cache->put(call, first, kept, left.len, let_go, let_go)); break;
    case 4: cache->get(call, first); break;
    case 5: cache->forget(call, first); break;
    case 6: seen(texts->text(call, first, piece(&left), left, &out)); break;
    case 7: seen(json->read(left, first, &value, &out)); break;
    case 8: seen(json->quote(left, &out)); break;
    default: log->log(call, next(&first), left);
    }
    kt_release(&out);
    kt_release(&error);
}

/* An answer of which nothing is as it should be. */
static int32_t say(kt_slice left, kt_response *response, kt_buf *error) {
    uint8_t how = next(&left);
    if (how % 4 == 3) {
        *error = kt_copy(left.ptr, left.len);
        return KT_FAILED;
    }
    response->status = (uint32_t)next(&left) * 3;
    response->kind = how % 8;
    for (int headers = next(&left) % 4; headers > 0; headers--) {
        static char name[256];
        kt_slice text = piece(&left);
        snprintf(name, sizeof name, "%.*s", (int)text.len, (const char *)text.ptr);
        kt_add_header(response, name, piece(&left));
    }
    memcpy(kept, left.ptr, left.len < sizeof kept ? left.len : sizeof kept);
    kt_slice words = {kept, left.len < sizeof kept ? left.len : sizeof kept};
    response->title = response->place = response->problem = words;
    response->body = kt_copy(left.ptr, left.len);
    return KT_OK;
}

static int32_t handle(void *state, const kt_call *call, kt_request *request, kt_response *response, kt_buf *error) {
    kt_buf whole;
    (void)state;
    int32_t status = kt_body(host, request, sizeof kept, &whole, error);
    if (status != KT_OK) return status;
    kt_slice left = kt_of_buf(&whole);
    uint8_t kind = next(&left), what = next(&left);
    response->status = 204;
    last = KT_OK;
    switch (kind % 6) {
    case 0: statement(call, NULL, left, 0); break;
    case 1: within(call, what, left); break;
    case 2: ask(call, NULL, left); break;
    case 3: at_once(call, what, left); break;
    case 4:
        memcpy(kept, left.ptr, left.len);
        kept_len = left.len;
        break;
    default: status = say(left, response, error);
    }
    kt_release(&whole);
    if (kind % 6 != 5) response->status = last == KT_OK ? 200 : 202;
    if (panicked) response->status = 599;
    return status;
}

static int32_t answer(void *state, const kt_call *call, kt_tx *tx, kt_slice hook, kt_slice question, kt_buf *out,
                      kt_buf *error) {
    (void)state, (void)call, (void)tx, (void)hook, (void)question, (void)error;
    *out = kt_copy(kept, kept_len);
    return KT_OK;
}

static int32_t facts(void *state, const kt_call *call, kt_slice fact, const uint8_t (*clients)[16], size_t count,
                     kt_buf *out, kt_buf *error) {
    (void)state, (void)call, (void)fact, (void)clients, (void)count, (void)error;
    *out = kt_copy(kept, kept_len);
    return KT_OK;
}

static int32_t check_settings(void *state, kt_slice settings, kt_buf *error) {
    (void)state, (void)settings;
    *error = kt_copy(kept, kept_len);
    return kept_len % 2 ? KT_FAILED : KT_OK;
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
    plugin.answer_blocking = answer;
    plugin.facts_blocking = facts;
    plugin.check_settings = check_settings;
    return &plugin;
}
