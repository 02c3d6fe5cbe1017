/* Notes on clients: a table, doors of the API, a section of the card, and a word at bookings. */
#include "kartoteka_plugin.h"
#include "manifest.h"

#define READ "vendor-notes.read"
#define WRITE "vendor-notes.write"
#define NOTES "/vendor-notes/notes"
#define SECTION "/vendor-notes/slots/notes/"
#define CLIENTS "/vendor-notes/clients/"
#define LONGEST 300   /* letters of a note */
#define MOST "{\"most\":300}"
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

/* ---- What notes are in JSON ---- */

static void put_note(kt_buf *json, const kt_value *note) {
    kt_puts(json, "{\"id\":\"");
    kt_put_uuid(json, note[ID].bytes.ptr);
    kt_puts(json, "\",\"client_id\":\"");
    kt_put_uuid(json, note[CLIENT_ID].bytes.ptr);
    kt_puts(json, "\",\"words\":");
    kt_put_json(json, note[WORDS].bytes);
    kt_puts(json, ",\"added_at\":\"");
    kt_put_time(json, note[ADDED_AT].integer);
    kt_puts(json, "\",\"added_by\":");
    kt_put_json(json, note[ADDED_BY].bytes);
    kt_puts(json, "}");
}

/* ---- What can be done, whichever door it comes through ---- */

/* What is wrong with words, as codes of the host's; null where they are a note: something, and not too much of it. */
static const char REQUIRED[] = "required", TOO_LONG[] = "too_long";

static const char *wrong_with(kt_slice words) {
    if (words.len == 0) return REQUIRED;
    return kt_letters(words) > LONGEST ? TOO_LONG : NULL;
}

/* Puts a note on a client's card; `id` is its own then. */
static int32_t add(const kt_call *call, const uint8_t client[16], kt_slice words, uint8_t (*id)[16], kt_buf *error) {
    const kt_clock *clock = kt_service(call, KT_CLOCK);
    const char *wrong = wrong_with(words);
    kt_tx *tx;
    kt_rows rows;
    int32_t status = kt_require(call, WRITE, error);
    if (status == KT_OK && wrong) status = kt_wrong(error, 422, "/words", wrong, MOST);
    if (status == KT_OK) status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    clock->new_id(call, id);
    kt_value values[] = {kt_uuid(*id), kt_uuid(client), kt_string(words), kt_time(clock->now(call)),
                         kt_string(call->vt->info(call)->actor)};
    status = kt_run(host, call, tx, CLIENT, values + 1, 1, &rows, error);
    size_t known = rows.row_count;
    kt_release_rows(&rows);
    if (status == KT_OK && known == 0) status = kt_wrong(error, 422, "/client_id", "no_such_client", NULL);
    if (status != KT_OK) return kt_undo(call, tx, status);
    status = kt_run(host, call, tx, INSERT, values, 5, &rows, error);
    kt_release_rows(&rows);
    if (status == KT_OK) status = kt_record(call, tx, "vendor-notes.note.added/1", client, NULL, error);
    if (status == KT_OK) status = kt_answers(call, tx, 201, NOTES "/", *id);
    return status == KT_OK ? kt_commit(host, call, tx, error) : kt_undo(call, tx, status);
}

/* Takes a note off; `client` is whose it was. */
static int32_t take_off(const kt_call *call, const uint8_t id[16], uint8_t client[16], kt_buf *error) {
    kt_tx *tx;
    kt_rows rows;
    kt_value values[] = {kt_uuid(id)};
    int32_t status = kt_require(call, WRITE, error);
    if (status == KT_OK) status = kt_begin(host, call, &tx, error);
    if (status != KT_OK) return status;
    status = kt_run(host, call, tx, ONE, values, 1, &rows, error);
    const kt_value *note = kt_row(&rows, 0);
    if (note) memcpy(client, note[CLIENT_ID].bytes.ptr, 16);
    else if (status == KT_OK) status = kt_not_found(error);
    kt_release_rows(&rows);
    if (status != KT_OK) return kt_undo(call, tx, status);
    status = kt_run(host, call, tx, DELETE, values, 1, &rows, error);
    kt_release_rows(&rows);
    if (status == KT_OK) status = kt_record(call, tx, "vendor-notes.note.removed/1", client, NULL, error);
    return status == KT_OK ? kt_commit(host, call, tx, error) : kt_undo(call, tx, status);
}

/* ---- The doors of the API ---- */

static int32_t api_list(const kt_call *call, kt_slice query, kt_response *response, kt_buf *error) {
    kt_buf field, json = {0};
    uint8_t client[16];
    kt_rows rows;
    int32_t status = kt_require(call, READ, error);
    if (status != KT_OK) return status;
    int there = kt_field(query, "client_id", &field) && kt_parse_uuid(kt_of_buf(&field), client);
    kt_release(&field);
    if (!there) return kt_wrong(error, 400, "/client_id", "required", NULL);
    kt_value values[] = {kt_uuid(client)};
    status = kt_read(host, call, OF_CLIENT, values, 1, &rows, error);
    kt_puts(&json, "{\"data\":[");
    for (size_t at = 0; at < rows.row_count; at++) {
        if (at) kt_puts(&json, ",");
        put_note(&json, kt_row(&rows, at));
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
    if (status == KT_OK && rows.row_count == 0) status = kt_not_found(error);
    if (status == KT_OK) {
        put_note(&json, kt_row(&rows, 0));
        status = kt_answer_buf(response, answered, "application/json", &json);
    }
    kt_release_rows(&rows);
    return status;
}

static int32_t api_add(const kt_call *call, kt_slice body, kt_response *response, kt_buf *error) {
    kt_buf words, location = {0};
    uint8_t client[16], id[16];
    int32_t status = kt_require(call, WRITE, error);
    if (status != KT_OK) return status;
    if (!kt_get_uuid(call, body, "/client_id", client)) return kt_wrong(error, 400, "/client_id", "required", NULL);
    if (!kt_get_text(call, body, "/words", &words)) return kt_wrong(error, 400, "/words", "required", NULL);
    /* There is nothing else. */
    status = kt_members(call, body, "") == 2 ? add(call, client, kt_trim(kt_of_buf(&words)), &id, error)
                                             : kt_fail(error, "{\"status\":400,\"code\":\"malformed\"}");
    kt_release(&words);
    if (status != KT_OK) return status;
    kt_put_api(call, &location, NOTES "/");
    kt_put_uuid(&location, id);
    status = kt_add_header(response, "location", kt_of_buf(&location));
    kt_release(&location);
    return status == KT_OK ? api_show(call, id, 201, response, error) : status;
}

static int32_t api(const kt_call *call, kt_request *request, kt_slice body, kt_response *response, kt_buf *error) {
    kt_slice path = kt_path(request->target);
    int gets = kt_is(request->method, "GET"), posts = kt_is(request->method, "POST");
    uint8_t id[16], client[16];
    if (kt_is(path, NOTES) && gets) return api_list(call, kt_query(request->target), response, error);
    if (kt_is(path, NOTES) && posts) return api_add(call, body, response, error);
    if (!kt_is(path, NOTES) && (gets || kt_is(request->method, "DELETE"))) {
        int32_t status = kt_require(call, gets ? READ : WRITE, error);
        if (status != KT_OK) return status;
        if (!kt_path_id(path, NOTES "/", id, "")) return kt_not_found(error);
        if (gets) return api_show(call, id, 200, response, error);
        response->status = 204;
        return take_off(call, id, client, error);
    }
    response->status = 405;
    return KT_OK;
}

/* ---- The doors for browsers. They work without JavaScript. ---- */

/* The form with what was typed, and a code of what is wrong with it, or null. */
static void put_form(const kt_call *call, kt_buf *html, const uint8_t client[16], kt_slice typed, const char *wrong) {
    kt_puts(html, "<form class=\"form plain-form\" method=\"post\" data-guard action=\"");
    kt_put_page(call, html, CLIENTS);
    kt_put_uuid(html, client);
    kt_puts(html, "/notes\"><div class=\"field\"><label class=\"field-label\" for=\"vendor-notes-words\">");
    kt_put_text(call, html, "vendor-notes-field-words");
    kt_puts(html, "</label><textarea class=\"input\" id=\"vendor-notes-words\" name=\"words\" rows=\"2\" required "
                  "maxlength=\"300\"");
    if (wrong) kt_puts(html, " aria-invalid=\"true\" aria-describedby=\"vendor-notes-words-error\"");
    kt_puts(html, ">");
    kt_put_html(html, typed);
    kt_puts(html, "</textarea>");
    if (wrong) {
        kt_puts(html, "<p class=\"field-error\" id=\"vendor-notes-words-error\" role=\"alert\">");
        /* The host has a text for each of its codes. */
        kt_put_text_with(call, html, wrong == REQUIRED ? "field-required" : "field-too_long", kt_of(MOST));
        kt_puts(html, "</p>");
    }
    kt_puts(html, "</div><div class=\"actions\"><button class=\"button\">");
    kt_put_text(call, html, "vendor-notes-add");
    kt_puts(html, "</button></div></form>");
}

static void put_line(const kt_call *call, kt_buf *html, const kt_value *note) {
    kt_puts(html, "<li class=\"note\"><p class=\"note-text\">");
    kt_put_html(html, note[WORDS].bytes);
    kt_puts(html, "</p>");
    if (kt_may(call, WRITE)) {
        kt_puts(html, "<form method=\"post\" action=\"");
        kt_put_page(call, html, NOTES "/");
        kt_put_uuid(html, note[ID].bytes.ptr);
        kt_puts(html, "/removal\"><button class=\"button button-quiet button-flush\">");
        kt_put_text(call, html, "vendor-notes-remove");
        kt_puts(html, "</button></form>");
    }
    kt_puts(html, "</li>");
}

/* The form, folded until somebody wants it; without JavaScript, too. */
static void put_folded_form(const kt_call *call, kt_buf *html, const uint8_t client[16]) {
    kt_puts(html, "<details class=\"form-more\"><summary>");
    kt_puts(html, "<svg class=\"icon icon-small\" aria-hidden=\"true\"><use href=\"");
    kt_put_html(html, call->vt->info(call)->assets);
    kt_puts(html, "/icons.svg#icon-chevron-right\"></use></svg>");
    kt_put_text(call, html, "vendor-notes-add");
    kt_puts(html, "</summary>");
    put_form(call, html, client, kt_of(""), NULL);
    kt_puts(html, "</details>");
}

/* The notes on a client, and a form to add one. */
static int32_t section(const kt_call *call, const uint8_t client[16], kt_response *response, kt_buf *error) {
    kt_rows rows;
    kt_buf html = {0};
    kt_value values[] = {kt_uuid(client)};
    int32_t status = kt_require(call, READ, error);
    if (status == KT_OK) status = kt_read(host, call, OF_CLIENT, values, 1, &rows, error);
    if (status != KT_OK) return status;
    if (rows.row_count == 0) {
        kt_puts(&html, "<p class=\"empty-line\">");
        kt_put_text(call, &html, "vendor-notes-none");
        kt_puts(&html, "</p>");
    } else {
        kt_puts(&html, "<ul class=\"notes\">");
        for (size_t at = 0; at < rows.row_count; at++) put_line(call, &html, kt_row(&rows, at));
        kt_puts(&html, "</ul>");
    }
    kt_release_rows(&rows);
    if (kt_may(call, WRITE)) put_folded_form(call, &html, client);
    return kt_answer_buf(response, 200, "text/html; charset=utf-8", &html);
}

/* A page of its own with the form, and what is wrong with what was typed, or null. */
static int32_t page(const kt_call *call, const uint8_t client[16], kt_slice typed, const char *wrong,
                    kt_response *response) {
    kt_buf html = {0}, title;
    kt_text(call, "vendor-notes-add", kt_of(""), &title);
    kt_puts(&html, "<div class=\"page-narrow\"><header class=\"page-head\"><h1>");
    kt_put_html(&html, kt_of_buf(&title));
    kt_puts(&html, "</h1></header>");
    put_form(call, &html, client, typed, wrong);
    kt_puts(&html, "</div>");
    int32_t status = kt_answer_page(response, wrong ? 422 : 200, kt_of_buf(&title), "clients", &html);
    kt_release(&title);
    return status;
}

/* Back to the card. */
static int32_t to_card(const kt_call *call, const uint8_t client[16], kt_response *response) {
    char path[48] = "/clients/";
    kt_show_uuid(client, path + strlen(path));
    return kt_redirect(call, response, path);
}

static int32_t page_add(const kt_call *call, const uint8_t client[16], kt_slice body, kt_response *response,
                        kt_buf *error) {
    kt_buf words;
    uint8_t id[16];
    kt_field(body, "words", &words);
    kt_slice tidy = kt_trim(kt_of_buf(&words));
    const char *wrong = wrong_with(tidy);
    int32_t status = add(call, client, tidy, &id, error);
    if (status == KT_OK) {
        status = to_card(call, client, response);
    } else if (status == KT_FAILED && wrong && kt_may(call, WRITE)) {
        kt_release(error);
        status = page(call, client, tidy, wrong, response);
    }
    kt_release(&words);
    return status;
}

static int32_t pages(const kt_call *call, kt_request *request, kt_slice body, kt_response *response, kt_buf *error) {
    kt_slice path = kt_path(request->target);
    int posts = kt_is(request->method, "POST");
    uint8_t id[16], client[16];
    if (kt_path_id(path, SECTION, client, "")) return section(call, client, response, error);
    if (kt_path_id(path, CLIENTS, client, "/notes")) {
        if (posts) return page_add(call, client, body, response, error);
        int32_t status = kt_require(call, WRITE, error);
        return status == KT_OK ? page(call, client, kt_of(""), NULL, response) : status;
    }
    if (posts && kt_path_id(path, NOTES "/", id, "/removal")) {
        int32_t status = take_off(call, id, client, error);
        return status == KT_OK ? to_card(call, client, response) : status;
    }
    return kt_not_found(error);
}

static int32_t handle(void *state, const kt_call *call, kt_request *request, kt_response *response, kt_buf *error) {
    kt_buf body;
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
    uint8_t client[16];
    kt_rows rows = {0};
    int32_t status = KT_OK;
    (void)state;
    (void)hook;
    if (kt_may(call, READ) && kt_get_uuid(call, question, "/client_id", client)) {
        kt_value values[] = {kt_uuid(client)};
        status = kt_run(host, call, tx, LAST, values, 1, &rows, error);
    }
    const kt_value *note = kt_row(&rows, 0);
    kt_puts(answer, note ? "{\"decision\":\"warn\",\"staff_text\":" : "{\"decision\":\"allow\"}");
    if (note) kt_put_json(answer, note[WORDS].bytes);
    if (note) kt_puts(answer, "}");
    kt_release_rows(&rows);
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
    return &plugin;
}
