/* Price tag: what price was agreed with a client.
 *
 * A plugin in C, in the blocking form: each function is run on a thread aside, asks what it needs and
 * waits for it. The doors are those of openapi.json; the host asks no other.
 */
#include "kartoteka_plugin.h"
#include "manifest.h"

#define READ "example-price-tag.read"
#define WRITE "example-price-tag.write"
#define TAGS "/example-price-tag/tags/"
#define MOST 100000000
#define RANGE "{\"least\":1,\"most\":100000000}"
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

static price price_of(const kt_rows *rows) {
    price found = {0, "", 0};
    const kt_value *values = kt_row(rows, 0);
    if (values && values[1].bytes.len == 3) {
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
    if (status == KT_OK) *found = price_of(&rows);
    kt_release_rows(&rows);
    return status;
}

/* ---- Answers ---- */

/* {"amount_minor":4500,"currency":"EUR"} */
static int put_price(kt_buf *json, const price *of) {
    return kt_puts(json, "{\"amount_minor\":") && kt_put_int(json, of->amount_minor) &&
           kt_puts(json, ",\"currency\":\"") && kt_puts(json, of->currency) && kt_puts(json, "\"}");
}

static int32_t answer_price(kt_response *response, const price *found) {
    kt_buf json = {0};
    put_price(&json, found);
    return kt_answer_buf(response, 200, "application/json", &json);
}

/* ---- The doors ---- */

static int32_t get(const kt_call *call, const uint8_t client[16], kt_response *response, kt_buf *error) {
    price found = {0, "", 0};
    int32_t status = kt_require(call, READ, error);
    if (status == KT_OK) status = look(call, client, &found, error);
    if (status != KT_OK) return status;
    return found.found ? answer_price(response, &found) : kt_not_found(error);
}

/* Reads a body: an amount and a currency, nothing else. */
static int32_t read_price(const kt_call *call, kt_slice body, price *wanted, kt_buf *error) {
    kt_buf text;
    int64_t count = kt_members(call, body, "");
    if (count >= 0 && !kt_get_int(call, body, "/amount_minor", &wanted->amount_minor))
        return kt_wrong(error, 400, "/amount_minor", "required", NULL);
    if (count >= 0 && !kt_get_text(call, body, "/currency", &text))
        return kt_wrong(error, 400, "/currency", "required", NULL);
    if (count < 0) return kt_fail(error, "{\"status\":400,\"code\":\"malformed\"}");
    int is_code = text.len == 3;
    for (size_t at = 0; is_code && at < 3; at++) is_code = text.ptr[at] >= 'A' && text.ptr[at] <= 'Z';
    if (is_code) memcpy(wanted->currency, text.ptr, 3);
    kt_release(&text);
    if (count != 2) return kt_fail(error, "{\"status\":400,\"code\":\"malformed\"}");
    if (wanted->amount_minor < 1 || wanted->amount_minor > MOST)
        return kt_wrong(error, 422, "/amount_minor", "out_of_range", RANGE);
    return is_code ? KT_OK : kt_wrong(error, 422, "/currency", "example-price-tag_no_currency", NULL);
}

static int32_t put(const kt_call *call, const uint8_t client[16], kt_slice body, kt_response *response,
                   kt_buf *error) {
    const kt_clock *clock = kt_service(call, KT_CLOCK);
    price wanted = {0, "", 1};
    kt_tx *tx;
    kt_rows rows;
    kt_buf after = {0};
    int32_t status = kt_require(call, WRITE, error);
    if (status == KT_OK) status = read_price(call, body, &wanted, error);
    if (status == KT_OK) status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    kt_value values[] = {kt_uuid(client), kt_int(wanted.amount_minor), kt_string(kt_of(wanted.currency)),
                         kt_time(clock->now(call))};
    status = kt_run(host, call, tx, CLIENT, values, 1, &rows, error);
    size_t known = rows.row_count;
    kt_release_rows(&rows);
    if (status == KT_OK && known == 0) status = kt_not_found(error);
    if (status != KT_OK) return kt_undo(call, tx, status);
    status = kt_run(host, call, tx, UPSERT, values, 4, &rows, error);
    kt_release_rows(&rows);
    put_price(&after, &wanted);
    if (status == KT_OK) status = kt_record(call, tx, "example-price-tag.price.agreed/1", client, &after, error);
    kt_release(&after);
    if (status != KT_OK) return kt_undo(call, tx, status);
    status = kt_commit(host, call, tx, error);
    return status == KT_OK ? answer_price(response, &wanted) : status;
}

static int32_t delete(const kt_call *call, const uint8_t client[16], kt_response *response, kt_buf *error) {
    kt_tx *tx;
    kt_rows rows;
    kt_value values[] = {kt_uuid(client)};
    int32_t status = kt_require(call, WRITE, error);
    if (status == KT_OK) status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    status = kt_run(host, call, tx, DELETE, values, 1, &rows, error);
    uint64_t gone = rows.affected;
    kt_release_rows(&rows);
    if (status == KT_OK && gone == 0) status = kt_not_found(error);
    if (status == KT_OK) status = kt_record(call, tx, "example-price-tag.price.removed/1", client, NULL, error);
    if (status != KT_OK) return kt_undo(call, tx, status);
    response->status = 204;
    return kt_commit(host, call, tx, error);
}

static int32_t handle(void *state, const kt_call *call, kt_request *request, kt_response *response, kt_buf *error) {
    uint8_t client[16];
    (void)state;
    if (request->door != KT_API || !kt_path_id(kt_path(request->target), TAGS, client, "")) return kt_not_found(error);
    if (kt_is(request->method, "GET")) return get(call, client, response, error);
    if (kt_is(request->method, "PUT")) {
        kt_buf body;
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

/* The sentence for who books, in their language: {"decision":"warn","staff_text":"Agreed price: 45.00 EUR"} */
static void put_warning(const kt_call *call, kt_buf *answer, const price *found) {
    kt_buf args = {0}, sentence;
    kt_puts(&args, "{\"amount\":\"");
    kt_put_int(&args, found->amount_minor / 100);
    kt_puts(&args, ".");
    kt_put_digits(&args, found->amount_minor, 2);
    kt_puts(&args, "\",\"currency\":\"");
    kt_puts(&args, found->currency);
    kt_puts(&args, "\"}");
    kt_text(call, "example-price-tag-agreed", kt_of_buf(&args), &sentence);
    kt_puts(answer, "{\"decision\":\"warn\",\"staff_text\":");
    kt_put_json(answer, kt_of_buf(&sentence));
    kt_puts(answer, "}");
    kt_release(&sentence);
    kt_release(&args);
}

/* Whoever books for a client with a price is told, if they may know. */
static int32_t answer(void *state, const kt_call *call, kt_tx *tx, kt_slice hook, kt_slice question, kt_buf *answer,
                      kt_buf *error) {
    uint8_t client[16];
    price found = {0, "", 0};
    (void)state;
    (void)hook;
    if (kt_may(call, READ) && kt_get_uuid(call, question, "/client_id", client)) {
        kt_value values[] = {kt_uuid(client)};
        kt_rows rows;
        int32_t status = kt_run(host, call, tx, SELECT, values, 1, &rows, error);
        found = price_of(&rows);
        kt_release_rows(&rows);
        if (status != KT_OK) return status;
    }
    if (found.found) put_warning(call, answer, &found);
    else kt_puts(answer, "{\"decision\":\"allow\"}");
    return kt_whole(answer) ? KT_OK : KT_REFUSED;
}

/* One row a client: {"<id>":{"amount_minor":4500,"currency":"EUR"},…} */
static int32_t facts(void *state, const kt_call *call, kt_slice fact, const uint8_t (*clients)[16], size_t count,
                     kt_buf *answer, kt_buf *error) {
    int32_t status = KT_OK;
    (void)state;
    (void)fact;
    kt_puts(answer, "{");
    for (size_t at = 0; at < count && status == KT_OK; at++) {
        price found = {0, "", 0};
        status = look(call, clients[at], &found, error);
        if (status != KT_OK || !found.found) continue;
        kt_puts(answer, answer->len > 1 ? ",\"" : "\"");
        kt_put_uuid(answer, clients[at]);
        kt_puts(answer, "\":");
        put_price(answer, &found);
    }
    kt_puts(answer, "}");
    return status == KT_OK && !kt_whole(answer) ? KT_REFUSED : status;
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
