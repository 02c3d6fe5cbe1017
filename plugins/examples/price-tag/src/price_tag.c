/* Price tag: what price was agreed with a client.
 *
 * A plugin in C, in the blocking form: each function is run on a thread aside, asks what it needs and
 * waits for it. The doors are those of openapi.json; the host asks no other.
 */
#include <stdio.h>

#include "kartoteka_plugin.h"
#include "manifest.h"

#define READ "example-price-tag.read"
#define WRITE "example-price-tag.write"
#define TAGS "/example-price-tag/tags/"
#define MOST 100000000
#define LARGEST 65536 /* bytes of a body */

static const kt_host *host;

static int32_t start(const kt_host *of, void **state, kt_buf *error) {
    (void)error;
    host = of;
    *state = NULL;
    return KT_OK;
}

/* ---- What is kept ---- */

typedef struct price {
    int64_t amount_minor;
    char currency[4];
    int found;
} price;

static price price_of(const kt_rows *rows, size_t row, size_t first) {
    price found = {0, "", 0};
    const kt_value *values = rows->values + row * rows->column_count + first;
    if (row < rows->row_count && values[1].bytes.len == 3) {
        found.amount_minor = values[0].integer;
        memcpy(found.currency, values[1].bytes.ptr, 3);
        found.found = 1;
    }
    return found;
}

static const char SELECT[] =
    "select amount_minor, currency from example_price_tag__tags where salon_id = $1 and client_id = $2";
/* A client who is not there, or was put away, is not written about. */
static const char CLIENT[] =
    "select id from core_clients_1 where salon_id = $1 and id = $2 and archived_at is null";
static const char UPSERT[] =
    "insert into example_price_tag__tags (salon_id, client_id, amount_minor, currency, changed_at) "
    "values ($1, $2, $3, $4, $5) "
    "on conflict (salon_id, client_id) do update set amount_minor = excluded.amount_minor, "
    "currency = excluded.currency, changed_at = excluded.changed_at";
static const char DELETE[] = "delete from example_price_tag__tags where salon_id = $1 and client_id = $2";

static int32_t look(const kt_call *call, const uint8_t client[16], price *found, kt_buf *error) {
    kt_value values[] = {kt_uuid(client)};
    kt_rows rows;
    int32_t status = kt_read(host, call, SELECT, values, 1, &rows, error);
    if (status == KT_OK) *found = price_of(&rows, 0, 0);
    kt_release_rows(&rows);
    return status;
}

/* ---- Answers ---- */

static int32_t answer_price(kt_response *response, const price *found) {
    char json[96];
    int length = snprintf(json, sizeof json, "{\"amount_minor\":%lld,\"currency\":\"%s\"}",
                          (long long)found->amount_minor, found->currency);
    return kt_answer(response, 200, "application/json", json, (size_t)length);
}

static int32_t not_found(kt_buf *error) {
    return kt_fail(error, "{\"status\":404,\"code\":\"not_found\"}");
}

static int32_t forbidden(kt_buf *error, const char *permission) {
    char problem[128];
    snprintf(problem, sizeof problem, "{\"status\":403,\"code\":\"forbidden\",\"args\":{\"permission\":\"%s\"}}",
             permission);
    return kt_fail(error, problem);
}

/* ---- The doors ---- */

static int32_t get(const kt_call *call, const uint8_t client[16], kt_response *response, kt_buf *error) {
    price found = {0, "", 0};
    if (!kt_may(call, READ)) return forbidden(error, READ);
    int32_t status = look(call, client, &found, error);
    if (status != KT_OK) return status;
    return found.found ? answer_price(response, &found) : not_found(error);
}

/* How many members an object of JSON has. */
static size_t members(kt_slice object) {
    size_t count = 0;
    int depth = 0, quoted = 0;
    for (size_t at = 0; at < object.len; at++) {
        uint8_t c = object.ptr[at];
        if (quoted && c == '\\') at++;
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == '{' || c == '[')) depth++;
        else if (!quoted && (c == '}' || c == ']')) depth--;
        else if (!quoted && c == ':' && depth == 1) count++;
    }
    return count;
}

/* Reads a body: an amount and a currency, nothing else. */
static int32_t read_price(const kt_call *call, kt_slice body, price *wanted, kt_buf *error) {
    const kt_json *json = kt_service(call, KT_JSON_TEXT);
    kt_value value;
    kt_buf text = {NULL, 0, NULL, NULL};
    if (!json || json->read(body, kt_of(""), &value, &text) != KT_OK || value.kind != KT_JSON) {
        kt_release(&text);
        return kt_fail(error, "{\"status\":400,\"code\":\"malformed\"}");
    }
    size_t count = members(value.bytes);
    kt_release(&text);
    if (json->read(body, kt_of("/amount_minor"), &value, &text) != KT_OK || value.kind != KT_INT) {
        kt_release(&text);
        return kt_fail(error, "{\"status\":400,\"code\":\"malformed\","
                              "\"fields\":[{\"pointer\":\"/amount_minor\",\"code\":\"required\"}]}");
    }
    wanted->amount_minor = value.integer;
    if (json->read(body, kt_of("/currency"), &value, &text) != KT_OK || value.kind != KT_STRING) {
        kt_release(&text);
        return kt_fail(error, "{\"status\":400,\"code\":\"malformed\","
                              "\"fields\":[{\"pointer\":\"/currency\",\"code\":\"required\"}]}");
    }
    if (count != 2) {
        kt_release(&text);
        return kt_fail(error, "{\"status\":400,\"code\":\"malformed\"}");
    }
    int is_code = value.bytes.len == 3;
    for (size_t at = 0; is_code && at < 3; at++) is_code = value.bytes.ptr[at] >= 'A' && value.bytes.ptr[at] <= 'Z';
    if (is_code) memcpy(wanted->currency, value.bytes.ptr, 3);
    kt_release(&text);
    if (wanted->amount_minor < 1 || wanted->amount_minor > MOST)
        return kt_fail(error, "{\"status\":422,\"code\":\"invalid\",\"fields\":[{\"pointer\":\"/amount_minor\","
                              "\"code\":\"out_of_range\",\"args\":{\"least\":1,\"most\":100000000}}]}");
    if (!is_code)
        return kt_fail(error, "{\"status\":422,\"code\":\"invalid\",\"fields\":[{\"pointer\":\"/currency\","
                              "\"code\":\"example-price-tag_no_currency\"}]}");
    return KT_OK;
}

/* Notes in the journal what happened. */
static int32_t record(const kt_call *call, kt_tx *tx, const char *what, const uint8_t client[16], const price *after,
                      kt_buf *error) {
    const kt_db *db = kt_service(call, KT_DB);
    char id[37], entry[256], payload[96] = "";
    kt_show_uuid(client, id);
    if (after)
        snprintf(payload, sizeof payload, ",\"after\":{\"amount_minor\":%lld,\"currency\":\"%s\"}",
                 (long long)after->amount_minor, after->currency);
    snprintf(entry, sizeof entry, "{\"what\":\"%s\",\"subjects\":[\"%s\"]%s}", what, id, payload);
    return db->record(tx, kt_of(entry), error);
}

static int32_t put(const kt_call *call, const uint8_t client[16], kt_slice body, kt_response *response,
                   kt_buf *error) {
    const kt_clock *clock = kt_service(call, KT_CLOCK);
    price wanted = {0, "", 1};
    kt_tx *tx;
    kt_rows rows;
    if (!kt_may(call, WRITE)) return forbidden(error, WRITE);
    int32_t status = read_price(call, body, &wanted, error);
    if (status != KT_OK) return status;
    status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    kt_value values[] = {kt_uuid(client), kt_int(wanted.amount_minor), kt_string(kt_of(wanted.currency)),
                         kt_time(clock->now(call))};
    status = kt_run(host, call, tx, CLIENT, values, 1, &rows, error);
    size_t known = rows.row_count;
    kt_release_rows(&rows);
    if (status != KT_OK) return kt_undo(call, tx, status);
    if (known == 0) return kt_undo(call, tx, not_found(error));
    status = kt_run(host, call, tx, UPSERT, values, 4, &rows, error);
    kt_release_rows(&rows);
    if (status == KT_OK) status = record(call, tx, "example-price-tag.price.agreed/1", client, &wanted, error);
    if (status != KT_OK) return kt_undo(call, tx, status);
    status = kt_commit(host, call, tx, error);
    return status == KT_OK ? answer_price(response, &wanted) : status;
}

static int32_t delete(const kt_call *call, const uint8_t client[16], kt_response *response, kt_buf *error) {
    kt_tx *tx;
    kt_rows rows;
    kt_value values[] = {kt_uuid(client)};
    if (!kt_may(call, WRITE)) return forbidden(error, WRITE);
    int32_t status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    status = kt_run(host, call, tx, DELETE, values, 1, &rows, error);
    uint64_t gone = rows.affected;
    kt_release_rows(&rows);
    if (status != KT_OK) return kt_undo(call, tx, status);
    if (gone == 0) return kt_undo(call, tx, not_found(error));
    status = record(call, tx, "example-price-tag.price.removed/1", client, NULL, error);
    if (status != KT_OK) return kt_undo(call, tx, status);
    status = kt_commit(host, call, tx, error);
    response->status = 204;
    return status;
}

static int32_t handle(void *state, const kt_call *call, kt_request *request, kt_response *response, kt_buf *error) {
    uint8_t client[16];
    kt_slice id = request->target;
    size_t prefix = strlen(TAGS);
    (void)state;
    if (request->door != KT_API || id.len < prefix || memcmp(id.ptr, TAGS, prefix) != 0) return not_found(error);
    id.ptr += prefix;
    id.len -= prefix;
    if (!kt_parse_uuid(id, client)) return not_found(error);
    if (kt_is(request->method, "GET")) return get(call, client, response, error);
    if (kt_is(request->method, "PUT")) {
        kt_buf body = {NULL, 0, NULL, NULL};
        int32_t status = kt_body(host, request, LARGEST, &body, error);
        if (status == KT_OK) status = put(call, client, kt_of_buf(&body), response, error);
        kt_release(&body);
        return status;
    }
    if (kt_is(request->method, "DELETE")) return delete(call, client, response, error);
    response->status = 405;
    return KT_OK;
}

/* ---- What others ask ---- */

/* Whoever books for a client with a price is told, if they may know. */
static int32_t answer(void *state, const kt_call *call, kt_tx *tx, kt_slice hook, kt_slice question, kt_buf *answer,
                      kt_buf *error) {
    static const char ALLOW[] = "{\"decision\":\"allow\"}";
    const kt_json *json = kt_service(call, KT_JSON_TEXT);
    const kt_texts *texts = kt_service(call, KT_TEXTS);
    kt_value client;
    kt_buf text = {NULL, 0, NULL, NULL};
    uint8_t id[16];
    kt_rows rows;
    (void)state;
    (void)hook;
    *answer = kt_copy(ALLOW, strlen(ALLOW));
    int known = json->read(question, kt_of("/client_id"), &client, &text) == KT_OK && client.kind == KT_STRING &&
                kt_parse_uuid(client.bytes, id);
    kt_release(&text);
    if (!known || !kt_may(call, READ)) return KT_OK;
    kt_value values[] = {kt_uuid(id)};
    int32_t status = kt_run(host, call, tx, SELECT, values, 1, &rows, error);
    price found = status == KT_OK ? price_of(&rows, 0, 0) : (price){0, "", 0};
    kt_release_rows(&rows);
    if (status != KT_OK || !found.found) return status;
    char args[96];
    snprintf(args, sizeof args, "{\"amount\":\"%lld.%02lld\",\"currency\":\"%s\"}",
             (long long)(found.amount_minor / 100), (long long)(found.amount_minor % 100), found.currency);
    kt_buf sentence = {NULL, 0, NULL, NULL}, quoted = {NULL, 0, NULL, NULL};
    kt_slice locale = call->vt->info(call)->locale;
    if (texts->text(call, locale, kt_of("example-price-tag-agreed"), kt_of(args), &sentence) == KT_OK &&
        json->quote(kt_of_buf(&sentence), &quoted) == KT_OK) {
        char warning[512];
        int length = snprintf(warning, sizeof warning, "{\"decision\":\"warn\",\"staff_text\":%.*s}", (int)quoted.len,
                              (const char *)quoted.ptr);
        kt_release(answer);
        *answer = kt_copy(warning, (size_t)length);
    }
    kt_release(&sentence);
    kt_release(&quoted);
    return KT_OK;
}

/* One row a client: {"<id>":{"amount_minor":4500,"currency":"EUR"},…} */
static int32_t facts(void *state, const kt_call *call, kt_slice fact, const uint8_t (*clients)[16], size_t count,
                     kt_buf *answer, kt_buf *error) {
    size_t room = count * 128 + 3, length = 1;
    char *json = malloc(room);
    int32_t status = KT_OK;
    (void)state;
    (void)fact;
    if (!json) return KT_REFUSED;
    json[0] = '{';
    for (size_t at = 0; at < count && status == KT_OK; at++) {
        price found = {0, "", 0};
        char id[37];
        status = look(call, clients[at], &found, error);
        if (status != KT_OK || !found.found) continue;
        kt_show_uuid(clients[at], id);
        length += (size_t)snprintf(json + length, room - length, "%s\"%s\":{\"amount_minor\":%lld,\"currency\":\"%s\"}",
                                   length > 1 ? "," : "", id, (long long)found.amount_minor, found.currency);
    }
    json[length++] = '}';
    if (status == KT_OK) *answer = kt_copy(json, length);
    free(json);
    return status;
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
    return &plugin;
}
