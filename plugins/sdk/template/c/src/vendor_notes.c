/* Notes on clients: a table, doors of the API, a section of the card, and a word at bookings. */
#include "kartoteka_plugin.h"
#include "manifest.h"

#define READ "vendor-notes.read"
#define WRITE "vendor-notes.write"
#define NOTES "/vendor-notes/notes"
#define SECTION "/vendor-notes/slots/notes/"
#define CLIENTS "/vendor-notes/clients/"
#define LONGEST 300   /* letters of a note */
#define LARGEST 65536 /* bytes of a body */

static const kt_host *host;

static int32_t start(const kt_host *of, void **state, kt_buf *error) {
    (void)error;
    host = of;
    *state = NULL;
    return KT_OK;
}

/* ---- All SQL. $1 is the salon and bound already. ---- */

#define COLUMNS "select id, client_id, words, added_at, added_by from vendor_notes__notes where salon_id = $1 "
static const char OF_CLIENT[] = COLUMNS "and client_id = $2 order by id desc limit 100";
static const char LAST[] = COLUMNS "and client_id = $2 order by id desc limit 1";
static const char ONE[] = COLUMNS "and id = $2";
static const char CLIENT[] = "select id from core_clients_1 where salon_id = $1 and id = $2 and archived_at is null";
static const char INSERT[] = "insert into vendor_notes__notes (salon_id, id, client_id, words, added_at, added_by) "
                             "values ($1, $2, $3, $4, $5, $6)";
static const char DELETE[] = "delete from vendor_notes__notes where salon_id = $1 and id = $2";

/* The columns of a row, in the order in which they are read. */
enum { ID, CLIENT_ID, WORDS, ADDED_AT, ADDED_BY };

static const kt_value *row(const kt_rows *rows, size_t at) {
    return rows->values + at * rows->column_count;
}

/* ---- Texts and errors ---- */

static int32_t not_found(kt_buf *error) {
    return kt_fail(error, "{\"status\":404,\"code\":\"not_found\"}");
}

static int32_t require(const kt_call *call, const char *permission, kt_buf *error) {
    kt_buf problem = {0};
    if (kt_may(call, permission)) return KT_OK;
    kt_puts(&problem, "{\"status\":403,\"code\":\"forbidden\",\"args\":{\"permission\":\"");
    kt_puts(&problem, permission);
    kt_puts(&problem, "\"}}");
    *error = problem;
    return KT_FAILED;
}

/* Puts a text of the locale files, in the reader's language. */
static void put_text(const kt_call *call, kt_buf *html, const char *key) {
    const kt_texts *texts = kt_service(call, KT_TEXTS);
    kt_buf said = {0};
    texts->text(call, call->vt->info(call)->locale, kt_of(key), kt_of(""), &said);
    kt_put_html(html, kt_of_buf(&said));
    kt_release(&said);
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

static void put_json(const kt_call *call, kt_buf *json, kt_slice text) {
    const kt_json *of = kt_service(call, KT_JSON_TEXT);
    kt_buf quoted = {0};
    of->quote(text, &quoted);
    kt_put(json, kt_of_buf(&quoted));
    kt_release(&quoted);
}

/* Microseconds since 1970 as RFC 3339: days by the civil calendar (Howard Hinnant's days_from_civil). */
static void put_time(kt_buf *json, int64_t micros) {
    int64_t seconds = micros / 1000000, days = seconds / 86400, rest = seconds % 86400;
    int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153, day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    int64_t fields[] = {yoe + era * 400 + (month <= 2), month, day, rest / 3600, rest / 60 % 60, rest % 60};
    const char *marks[] = {"-", "-", "T", ":", ":", "Z"};
    for (size_t at = 0; at < 6; at++) {
        char text[8];
        size_t digits = at == 0 ? 4 : 2;
        for (size_t n = digits; n > 0; n--, fields[at] /= 10) text[n - 1] = (char)('0' + fields[at] % 10);
        text[digits] = 0;
        kt_puts(json, text);
        kt_puts(json, marks[at]);
    }
}

static void put_note(const kt_call *call, kt_buf *json, const kt_value *note) {
    char id[37];
    kt_show_uuid(note[ID].bytes.ptr, id);
    kt_puts(json, "{\"id\":\"");
    kt_puts(json, id);
    kt_show_uuid(note[CLIENT_ID].bytes.ptr, id);
    kt_puts(json, "\",\"client_id\":\"");
    kt_puts(json, id);
    kt_puts(json, "\",\"words\":");
    put_json(call, json, note[WORDS].bytes);
    kt_puts(json, ",\"added_at\":\"");
    put_time(json, note[ADDED_AT].integer);
    kt_puts(json, "\",\"added_by\":");
    put_json(call, json, note[ADDED_BY].bytes);
    kt_puts(json, "}");
}

/* ---- What can be done, whichever door it comes through ---- */

/* Whether words are a note: something, and not too much of it. */
static int32_t check(kt_slice words, kt_buf *error) {
    size_t letters = 0, said = 0;
    for (size_t at = 0; at < words.len; at++) {
        letters += (words.ptr[at] & 0xc0) != 0x80;
        said += words.ptr[at] > ' ';
    }
    if (said == 0)
        return kt_fail(error, "{\"status\":422,\"code\":\"invalid\",\"fields\":[{\"pointer\":\"/words\","
                              "\"code\":\"required\"}]}");
    if (letters > LONGEST)
        return kt_fail(error, "{\"status\":422,\"code\":\"invalid\",\"fields\":[{\"pointer\":\"/words\","
                              "\"code\":\"too_long\",\"args\":{\"most\":300}}]}");
    return KT_OK;
}

static int32_t record(const kt_call *call, kt_tx *tx, const char *what, const uint8_t client[16], kt_buf *error) {
    const kt_db *db = kt_service(call, KT_DB);
    kt_buf entry = {0};
    char id[37];
    kt_show_uuid(client, id);
    kt_puts(&entry, "{\"what\":\"");
    kt_puts(&entry, what);
    kt_puts(&entry, "\",\"subjects\":[\"");
    kt_puts(&entry, id);
    kt_puts(&entry, "\"]}");
    int32_t status = db->record(tx, kt_of_buf(&entry), error);
    kt_release(&entry);
    return status;
}

/* Puts a note on a client's card. `id` is its own then, and `at` when it was put there. */
static int32_t add(const kt_call *call, const uint8_t client[16], kt_slice words, uint8_t (*id)[16], int64_t *at,
                   kt_buf *error) {
    const kt_clock *clock = kt_service(call, KT_CLOCK);
    const kt_db *db = kt_service(call, KT_DB);
    kt_tx *tx;
    kt_rows rows;
    int32_t status = require(call, WRITE, error);
    if (status == KT_OK) status = check(words, error);
    if (status == KT_OK) status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    clock->new_id(call, id);
    *at = clock->now(call);
    kt_value values[] = {kt_uuid(*id), kt_uuid(client), kt_string(words), kt_time(*at),
                         kt_string(call->vt->info(call)->actor)};
    status = kt_run(host, call, tx, CLIENT, values + 1, 1, &rows, error);
    size_t known = rows.row_count;
    kt_release_rows(&rows);
    if (status == KT_OK && known == 0)
        status = kt_fail(error, "{\"status\":422,\"code\":\"invalid\",\"fields\":[{\"pointer\":\"/client_id\","
                                "\"code\":\"no_such_client\"}]}");
    if (status != KT_OK) return kt_undo(call, tx, status);
    status = kt_run(host, call, tx, INSERT, values, 5, &rows, error);
    kt_release_rows(&rows);
    if (status == KT_OK) status = record(call, tx, "vendor-notes.note.added/1", client, error);
    if (status != KT_OK) return kt_undo(call, tx, status);
    char text[37];
    kt_buf place = {0};
    kt_show_uuid(*id, text);
    kt_puts(&place, NOTES "/");
    kt_puts(&place, text);
    db->answers(tx, 201, kt_of_buf(&place));
    kt_release(&place);
    return kt_commit(host, call, tx, error);
}

/* Takes a note off; `client` is whose it was. */
static int32_t take_off(const kt_call *call, const uint8_t id[16], uint8_t client[16], kt_buf *error) {
    kt_tx *tx;
    kt_rows rows;
    kt_value values[] = {kt_uuid(id)};
    int32_t status = require(call, WRITE, error);
    if (status == KT_OK) status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    status = kt_run(host, call, tx, ONE, values, 1, &rows, error);
    size_t there = rows.row_count;
    if (there) memcpy(client, row(&rows, 0)[CLIENT_ID].bytes.ptr, 16);
    kt_release_rows(&rows);
    if (status == KT_OK && there == 0) status = not_found(error);
    if (status != KT_OK) return kt_undo(call, tx, status);
    status = kt_run(host, call, tx, DELETE, values, 1, &rows, error);
    kt_release_rows(&rows);
    if (status == KT_OK) status = record(call, tx, "vendor-notes.note.removed/1", client, error);
    return status == KT_OK ? kt_commit(host, call, tx, error) : kt_undo(call, tx, status);
}

/* ---- The doors of the API ---- */

static int32_t api_list(const kt_call *call, kt_slice query, kt_response *response, kt_buf *error) {
    kt_buf field;
    uint8_t client[16];
    kt_rows rows;
    kt_buf json = {0};
    int32_t status = require(call, READ, error);
    if (status != KT_OK) return status;
    int there = kt_field(query, "client_id", &field) && kt_parse_uuid(kt_of_buf(&field), client);
    kt_release(&field);
    if (!there)
        return kt_fail(error, "{\"status\":400,\"code\":\"malformed\",\"fields\":[{\"pointer\":\"/client_id\","
                              "\"code\":\"required\"}]}");
    kt_value values[] = {kt_uuid(client)};
    status = kt_read(host, call, OF_CLIENT, values, 1, &rows, error);
    kt_puts(&json, "{\"data\":[");
    for (size_t at = 0; at < rows.row_count; at++) {
        if (at) kt_puts(&json, ",");
        put_note(call, &json, row(&rows, at));
    }
    kt_puts(&json, "]}");
    kt_release_rows(&rows);
    if (status == KT_OK) return kt_answer_buf(response, 200, "application/json", &json);
    kt_release(&json);
    return status;
}

static int32_t api_show(const kt_call *call, const uint8_t id[16], uint32_t answered, kt_response *response,
                        kt_buf *error) {
    kt_rows rows;
    kt_buf json = {0};
    kt_value values[] = {kt_uuid(id)};
    int32_t status = kt_read(host, call, ONE, values, 1, &rows, error);
    if (status == KT_OK && rows.row_count == 0) status = not_found(error);
    if (status == KT_OK) {
        put_note(call, &json, row(&rows, 0));
        status = kt_answer_buf(response, answered, "application/json", &json);
    }
    kt_release_rows(&rows);
    return status;
}

static int32_t api_add(const kt_call *call, kt_slice body, kt_response *response, kt_buf *error) {
    const kt_json *json = kt_service(call, KT_JSON_TEXT);
    kt_value client, words, whole;
    kt_buf client_text = {0}, words_text = {0}, whole_text = {0};
    uint8_t client_id[16], id[16];
    int64_t at;
    int32_t status = KT_OK;
    const char *wrong = NULL;
    if (json->read(body, kt_of("/client_id"), &client, &client_text) != KT_OK || client.kind != KT_STRING ||
        !kt_parse_uuid(client.bytes, client_id))
        wrong = "{\"status\":400,\"code\":\"malformed\",\"fields\":[{\"pointer\":\"/client_id\",\"code\":\"required\"}]}";
    else if (json->read(body, kt_of("/words"), &words, &words_text) != KT_OK || words.kind != KT_STRING)
        wrong = "{\"status\":400,\"code\":\"malformed\",\"fields\":[{\"pointer\":\"/words\",\"code\":\"required\"}]}";
    else if (json->read(body, kt_of(""), &whole, &whole_text) != KT_OK || members(whole.bytes) != 2)
        wrong = "{\"status\":400,\"code\":\"malformed\"}"; /* there is nothing else */
    status = require(call, WRITE, error);
    if (status == KT_OK) status = wrong ? kt_fail(error, wrong) : add(call, client_id, words.bytes, &id, &at, error);
    kt_release(&client_text);
    kt_release(&words_text);
    kt_release(&whole_text);
    if (status != KT_OK) return status;
    char text[37];
    kt_buf location = {0};
    kt_show_uuid(id, text);
    kt_puts(&location, "/api/v1/salons/");
    kt_put(&location, call->vt->info(call)->salon->slug);
    kt_puts(&location, NOTES "/");
    kt_puts(&location, text);
    kt_add_header(response, "location", kt_of_buf(&location));
    kt_release(&location);
    return api_show(call, id, 201, response, error);
}

static int32_t api(const kt_call *call, kt_request *request, kt_slice body, kt_response *response, kt_buf *error) {
    kt_slice path = kt_path(request->target), id_text = kt_after(path, NOTES "/");
    uint8_t id[16], client[16];
    if (kt_is(path, NOTES)) {
        if (kt_is(request->method, "GET")) return api_list(call, kt_query(request->target), response, error);
        if (kt_is(request->method, "POST")) return api_add(call, body, response, error);
    } else if (kt_is(request->method, "GET") || kt_is(request->method, "DELETE")) {
        int gets = kt_is(request->method, "GET");
        int32_t status = require(call, gets ? READ : WRITE, error);
        if (status != KT_OK) return status;
        if (!kt_parse_uuid(id_text, id)) return not_found(error);
        if (gets) return api_show(call, id, 200, response, error);
        response->status = 204;
        return take_off(call, id, client, error);
    }
    response->status = 405;
    return KT_OK;
}

/* ---- The doors for browsers. They work without JavaScript. ---- */

static void put_form(const kt_call *call, kt_buf *html, const char *client, kt_slice typed) {
    kt_puts(html, "<form class=\"form plain-form\" method=\"post\" data-guard action=\"/");
    kt_put_html(html, call->vt->info(call)->salon->slug);
    kt_puts(html, CLIENTS);
    kt_puts(html, client);
    kt_puts(html, "/notes\"><div class=\"field\"><label class=\"field-label\" for=\"vendor-notes-words\">");
    put_text(call, html, "vendor-notes-field-words");
    kt_puts(html, "</label><textarea class=\"input\" id=\"vendor-notes-words\" name=\"words\" rows=\"2\" required "
                  "maxlength=\"300\">");
    kt_put_html(html, typed);
    kt_puts(html, "</textarea></div><div class=\"actions\"><button class=\"button\">");
    put_text(call, html, "vendor-notes-add");
    kt_puts(html, "</button></div></form>");
}

static void put_line(const kt_call *call, kt_buf *html, const kt_value *note) {
    char id[37];
    kt_show_uuid(note[ID].bytes.ptr, id);
    kt_puts(html, "<li class=\"note\"><p class=\"note-text\">");
    kt_put_html(html, note[WORDS].bytes);
    kt_puts(html, "</p>");
    if (kt_may(call, WRITE)) {
        kt_puts(html, "<form method=\"post\" action=\"/");
        kt_put_html(html, call->vt->info(call)->salon->slug);
        kt_puts(html, NOTES "/");
        kt_puts(html, id);
        kt_puts(html, "/removal\"><button class=\"button button-quiet button-flush\">");
        put_text(call, html, "vendor-notes-remove");
        kt_puts(html, "</button></form>");
    }
    kt_puts(html, "</li>");
}

/* The form, folded until somebody wants it; without JavaScript, too. */
static void put_folded_form(const kt_call *call, kt_buf *html, const char *client) {
    kt_puts(html, "<details class=\"form-more\"><summary><svg class=\"icon icon-small\" aria-hidden=\"true\"><use href=\"");
    kt_put_html(html, call->vt->info(call)->assets);
    kt_puts(html, "/icons.svg#icon-chevron-right\"></use></svg>");
    put_text(call, html, "vendor-notes-add");
    kt_puts(html, "</summary>");
    put_form(call, html, client, kt_of(""));
    kt_puts(html, "</details>");
}

/* The notes on a client, and a form to add one. */
static int32_t section(const kt_call *call, const uint8_t client[16], kt_response *response, kt_buf *error) {
    kt_rows rows;
    kt_buf html = {0};
    kt_value values[] = {kt_uuid(client)};
    char id[37];
    int32_t status = require(call, READ, error);
    if (status == KT_OK) status = kt_read(host, call, OF_CLIENT, values, 1, &rows, error);
    if (status != KT_OK) return status;
    if (rows.row_count == 0) {
        kt_puts(&html, "<p class=\"empty-line\">");
        put_text(call, &html, "vendor-notes-none");
        kt_puts(&html, "</p>");
    } else {
        kt_puts(&html, "<ul class=\"notes\">");
        for (size_t at = 0; at < rows.row_count; at++) put_line(call, &html, row(&rows, at));
        kt_puts(&html, "</ul>");
    }
    kt_release_rows(&rows);
    kt_show_uuid(client, id);
    if (kt_may(call, WRITE)) put_folded_form(call, &html, id);
    return kt_answer_buf(response, 200, "text/html; charset=utf-8", &html);
}

/* A page of its own with the form, and what is wrong with what was typed. */
static int32_t page(const kt_call *call, const char *client, kt_slice typed, uint32_t answered,
                    kt_response *response) {
    static const kt_slice PLACE = {(const uint8_t *)"clients", 7};
    kt_buf html = {0};
    kt_puts(&html, "<div class=\"page-narrow\"><header class=\"page-head\"><h1>");
    put_text(call, &html, "vendor-notes-add");
    kt_puts(&html, "</h1></header>");
    if (answered != 200) {
        kt_puts(&html, "<p class=\"field-error\" role=\"alert\">");
        put_text(call, &html, "vendor-notes-wrong");
        kt_puts(&html, "</p>");
    }
    put_form(call, &html, client, typed);
    kt_puts(&html, "</div>");
    response->kind = KT_PAGE;
    /* For the window's title the plugin's own name does. */
    response->title = kt_of("Vendor notes");
    response->place = PLACE;
    return kt_answer_buf(response, answered, "text/html; charset=utf-8", &html);
}

/* Back to the card, by a new request. */
static int32_t to_card(const kt_call *call, const uint8_t client[16], kt_response *response) {
    kt_buf location = {0};
    char id[37];
    kt_show_uuid(client, id);
    kt_puts(&location, "/");
    kt_put(&location, call->vt->info(call)->salon->slug);
    kt_puts(&location, "/clients/");
    kt_puts(&location, id);
    int32_t status = kt_add_header(response, "location", kt_of_buf(&location));
    kt_release(&location);
    response->status = 303;
    return status;
}

static int32_t page_add(const kt_call *call, const uint8_t client[16], kt_slice body, kt_response *response,
                        kt_buf *error) {
    kt_buf words;
    uint8_t id[16];
    int64_t at;
    char text[37];
    kt_show_uuid(client, text);
    kt_field(body, "words", &words);
    int32_t status = add(call, client, kt_of_buf(&words), &id, &at, error);
    kt_buf wrong = {0};
    if (status == KT_OK) {
        status = to_card(call, client, response);
    } else if (status == KT_FAILED && kt_may(call, WRITE) && check(kt_of_buf(&words), &wrong) != KT_OK) {
        kt_release(error);
        status = page(call, text, kt_of_buf(&words), 422, response);
    }
    kt_release(&wrong);
    kt_release(&words);
    return status;
}

static int32_t pages(const kt_call *call, kt_request *request, kt_slice body, kt_response *response, kt_buf *error) {
    kt_slice path = kt_path(request->target), rest = kt_after(path, SECTION);
    uint8_t id[16], client[16];
    int posts = kt_is(request->method, "POST");
    if (rest.len) return kt_parse_uuid(rest, id) ? section(call, id, response, error) : not_found(error);
    rest = kt_after(path, CLIENTS);
    if (rest.len > 36) {
        kt_slice end = {rest.ptr + 36, rest.len - 36};
        char text[37];
        rest.len = 36;
        if (!kt_parse_uuid(rest, client) || !kt_is(end, "/notes")) return not_found(error);
        if (posts) return page_add(call, client, body, response, error);
        int32_t status = require(call, WRITE, error);
        kt_show_uuid(client, text);
        return status == KT_OK ? page(call, text, kt_of(""), 200, response) : status;
    }
    rest = kt_after(path, NOTES "/");
    if (posts && rest.len > 36) {
        kt_slice end = {rest.ptr + 36, rest.len - 36};
        rest.len = 36;
        if (!kt_parse_uuid(rest, id) || !kt_is(end, "/removal")) return not_found(error);
        int32_t status = take_off(call, id, client, error);
        return status == KT_OK ? to_card(call, client, response) : status;
    }
    return not_found(error);
}

static int32_t handle(void *state, const kt_call *call, kt_request *request, kt_response *response, kt_buf *error) {
    kt_buf body = {0};
    (void)state;
    int32_t status = kt_body(host, request, LARGEST, &body, error);
    if (status == KT_OK)
        status = request->door == KT_API ? api(call, request, kt_of_buf(&body), response, error)
                                         : pages(call, request, kt_of_buf(&body), response, error);
    kt_release(&body);
    return status;
}

/* ---- What others ask: whoever books for a client with notes is told the last one, if they may read it. ---- */

static int32_t answer(void *state, const kt_call *call, kt_tx *tx, kt_slice hook, kt_slice question, kt_buf *answer,
                      kt_buf *error) {
    const kt_json *json = kt_service(call, KT_JSON_TEXT);
    kt_value client;
    kt_buf text = {0};
    uint8_t id[16];
    kt_rows rows;
    (void)state;
    (void)hook;
    int known = json->read(question, kt_of("/client_id"), &client, &text) == KT_OK && client.kind == KT_STRING &&
                kt_parse_uuid(client.bytes, id);
    kt_release(&text);
    kt_puts(answer, "{\"decision\":\"");
    if (!known || !kt_may(call, READ)) return kt_puts(answer, "allow\"}") ? KT_OK : KT_REFUSED;
    kt_value values[] = {kt_uuid(id)};
    int32_t status = kt_run(host, call, tx, LAST, values, 1, &rows, error);
    if (status == KT_OK && rows.row_count) {
        kt_puts(answer, "warn\",\"staff_text\":");
        put_json(call, answer, row(&rows, 0)[WORDS].bytes);
        kt_puts(answer, "}");
    } else {
        kt_puts(answer, "allow\"}");
    }
    kt_release_rows(&rows);
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
    return &plugin;
}
