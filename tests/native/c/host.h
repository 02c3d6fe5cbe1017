/* What the helpers of the header are tried with: memory that may end, and a host of which no more is there than is
 * asked. */
#include <stdio.h>

#include "kartoteka_plugin.h"

static int wrong = 0;

#define MUST(what)                                                     \
    do {                                                               \
        if (!(what)) {                                                 \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #what); \
            wrong = 1;                                                 \
        }                                                              \
    } while (0)

/* ---- Memory: so many times it is given out, then never. ---- */

static long left = -1;

void *__real_malloc(size_t);
void *__wrap_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__wrap_calloc(size_t, size_t);

static int is_out(void) {
    if (left > 0) left--;
    return left == 0;
}

void *__wrap_malloc(size_t size) {
    return is_out() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return is_out() ? NULL : __real_calloc(count, size);
}

/* ---- A host of which no more is there than is asked. ---- */

static kt_salon salon;
static kt_call_info info;
/* What was last asked of it, as one text. */
static char asked[512];

static const kt_call_info *its_info(const kt_call *call) {
    (void)call;
    return &info;
}

static int32_t may(const kt_call *call, kt_slice permission) {
    (void)call;
    return kt_is(permission, "acme-tips.read");
}

static int32_t text_of(const kt_call *call, kt_slice locale, kt_slice key, kt_slice args, kt_buf *out) {
    (void)call;
    if (!kt_is(key, "acme-tips-none") || !kt_is(locale, "de")) return KT_REFUSED;
    *out = kt_is(args, "{\"n\":1}") ? kt_copy("1 <Notiz>", 9) : kt_copy("Keine & nichts", 14);
    return out->ptr ? KT_OK : KT_REFUSED;
}

/* The document is {"id": …, "words": "…", "amount": 7, "list": […]}, whatever is handed over. */
static int32_t read_json(kt_slice json, kt_slice pointer, kt_value *value, kt_buf *text) {
    const char *found = NULL;
    memset(value, 0, sizeof *value);
    if (!kt_is(json, "document")) return KT_REFUSED;
    if (kt_is(pointer, "/id")) found = "0192f0c1-7c1a-7000-8000-00000000abcd";
    if (kt_is(pointer, "/words")) found = "a word";
    if (kt_is(pointer, "/amount")) {
        value->kind = KT_INT;
        value->integer = -7;
        return KT_OK;
    }
    value->kind = KT_STRING;
    if (kt_is(pointer, "")) {
        value->kind = KT_JSON;
        found = "{\"a:b\":\":\\\":\",\"b\":{\"c\":1,\"d\":[{\"e\":2}]},\"c\":[],\"d\":null}";
    }
    if (kt_is(pointer, "/list")) {
        value->kind = KT_JSON;
        found = "[{\"a\":1}]";
    }
    if (!found) return KT_ENDED;
    *text = kt_copy(found, strlen(found));
    value->bytes = kt_of_buf(text);
    return text->ptr ? KT_OK : KT_REFUSED;
}

static void note(const char *what, kt_slice text) {
    snprintf(asked, sizeof asked, "%s %.*s", what, (int)text.len, (const char *)text.ptr);
}

static int32_t record(kt_tx *tx, kt_slice entry, kt_buf *error) {
    (void)tx;
    (void)error;
    note("record", entry);
    return KT_OK;
}

static int32_t answers(kt_tx *tx, uint32_t status, kt_slice location) {
    (void)tx;
    note(status == 201 ? "201" : "?", location);
    return KT_OK;
}

static void say(const kt_call *call, uint32_t level, kt_slice text) {
    (void)call;
    note(level == 2 ? "warning" : "?", text);
}

/* How much of what was lent has been let go of. */
static int let_go = 0;

static void dropped(void *data) {
    (void)data;
    let_go++;
}

/* Takes any question that is there. */
static int32_t ask(const kt_call *call, kt_tx *tx, kt_slice question, kt_buf *body, kt_stream *more, kt_task *task) {
    (void)call;
    (void)task;
    MUST(!body && !more);
    note(tx ? "asked within" : "asked", question);
    return question.len ? KT_OK : KT_REFUSED;
}

/* The answer comes with a body and a stream beside it; to `no` there is none. */
static int32_t wait_for(const kt_host *host, kt_task *task, void *out, kt_buf *error) {
    static const kt_stream_vt more = {sizeof more, NULL, dropped};
    kt_reply *reply = (kt_reply *)out;
    (void)host;
    (void)task;
    MUST(reply->struct_size == sizeof *reply);
    if (strcmp(asked, "asked no") == 0) return kt_not_found(error);
    reply->json = kt_copy("{\"a\":1}", 7);
    reply->body = kt_copy("beside", 6);
    reply->more.vt = &more;
    return KT_OK;
}

static const void *service(const kt_call *call, kt_slice name) {
    static const kt_ask asking = {sizeof asking, ask};
    static kt_db db;
    static kt_texts texts;
    static kt_json json;
    static kt_log log;
    (void)call;
    db.record = record;
    db.answers = answers;
    texts.text = text_of;
    json.read = read_json;
    log.log = say;
    if (kt_is(name, KT_DB)) return &db;
    if (kt_is(name, KT_TEXTS)) return &texts;
    if (kt_is(name, KT_JSON_TEXT)) return &json;
    if (kt_is(name, KT_LOG)) return &log;
    if (kt_is(name, "kartoteka.directory/1")) return &asking;
    return NULL;
}

static kt_call the_call(void) {
    static kt_call_vt vt;
    kt_call call = {&vt};
    vt.info = its_info;
    vt.may = may;
    vt.service = service;
    info.salon = &salon;
    info.locale = kt_of("de");
    salon.slug = kt_of("seidenhaar");
    return call;
}
