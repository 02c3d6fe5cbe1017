/* The helpers of the header, each tried on what it is for and on what comes wrong. Ends with 0 where all is well, and
 * says what is not. */
#include "host.h"

static const uint8_t ID[16] = {0x01, 0x92, 0xf0, 0xc1, 0x7c, 0x1a, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0xab, 0xcd};
#define ID_TEXT "0192f0c1-7c1a-7000-8000-00000000abcd"

/* Whether a buffer holds this text; it is empty then. */
static int holds(kt_buf *buf, const char *text) {
    int same = kt_is(kt_of_buf(buf), text);
    if (!same) printf("not %s but %.*s\n", text, (int)buf->len, buf->ptr ? (const char *)buf->ptr : "");
    kt_release(buf);
    return same;
}

static void buffers_grow(void) {
    kt_buf b = {0};
    for (int i = 0; i < 10000; i++) MUST(kt_puts(&b, "abcde"));
    MUST(b.len == 50000 && memcmp(b.ptr + 49995, "abcde", 5) == 0);
    kt_release(&b);
    MUST(b.len == 0);
    b = kt_copy("xyz", 3);
    for (int i = 0; i < 8; i++) MUST(kt_put(&b, kt_of_buf(&b)));
    MUST(b.len == 768 && memcmp(b.ptr + 765, "xyz", 3) == 0);
    kt_release(&b);
    MUST(kt_put_html(&b, kt_of("<a href=\"x\">'&")));
    MUST(holds(&b, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;"));
}

static void memory_of_others(kt_buf *buf) {
    free(buf->owner);
    let_go++;
}

/* A zero stands behind whatever was put, and behind what somebody else has given once it is asked for. */
static void buffers_are_texts_of_c(void) {
    kt_buf b = {0}, given = {0};
    char many[130];
    memset(many, 'y', sizeof many);
    MUST(strcmp(kt_chars(&b), "") == 0 && !b.ptr && !b.release);
    for (size_t len = 1; len < 300; len++) {
        kt_put(&b, kt_of("x"));
        MUST(b.len == len && b.ptr[len] == 0 && strlen(kt_chars(&b)) == len && b.len == len);
    }
    b.len = 5;
    MUST(strcmp(kt_chars(&b), "xxxxx") == 0);
    kt_release(&b);
    for (size_t len = 1; len < sizeof many; len++) {
        kt_buf copy = kt_copy(many, len);
        MUST(copy.ptr[len] == 0 && strlen(kt_chars(&copy)) == len);
        kt_release(&copy);
    }
    /* The host's own ends where it ends. */
    given.owner = given.ptr = (uint8_t *)malloc(3);
    memcpy(given.ptr, "abc", 3);
    given.len = 3;
    given.release = memory_of_others;
    let_go = 0;
    MUST(strcmp(kt_chars(&given), "abc") == 0 && given.len == 3 && let_go == 1);
    MUST(holds(&given, "abc"));
    MUST(kt_field(kt_of("a=b%00c"), "a", &b) && b.len == 3 && strcmp(kt_chars(&b), "b") == 0);
    kt_release(&b);
    left = 1;
    MUST(!kt_puts(&b, "some") && strcmp(kt_chars(&b), "") == 0 && !kt_whole(&b));
    left = -1;
    kt_release(&b);
}

static void numbers_are_whole(void) {
    kt_buf b = {0};
    int64_t n = 5;
    kt_put_int(&b, 0), kt_puts(&b, " "), kt_put_int(&b, -42), kt_puts(&b, " "), kt_put_int(&b, INT64_MAX);
    MUST(holds(&b, "0 -42 9223372036854775807"));
    MUST(kt_put_int(&b, INT64_MIN) && holds(&b, "-9223372036854775808"));
    MUST(kt_put_digits(&b, 7, 3) && holds(&b, "007"));
    MUST(kt_parse_int(kt_of("-9223372036854775808"), &n) && n == INT64_MIN);
    MUST(kt_parse_int(kt_of("9223372036854775807"), &n) && n == INT64_MAX);
    MUST(kt_parse_int(kt_of("007"), &n) && n == 7 && kt_parse_int(kt_of("-0"), &n) && n == 0);
    n = 5;
    const char *none[] = {"", "-", "+1", "1 ", "1.0", "9223372036854775808", "-9223372036854775809",
                          "18446744073709551616", "99999999999999999999999"};
    for (size_t at = 0; at < sizeof none / sizeof *none; at++) MUST(!kt_parse_int(kt_of(none[at]), &n) && n == 5);
}

static void times_are_of_the_calendar(void) {
    kt_buf b = {0};
    const struct {
        int64_t micros;
        const char *text;
    } times[] = {{0, "1970-01-01T00:00:00Z"},
                 {1772440200000000, "2026-03-02T08:30:00Z"},
                 {1772440200000001, "2026-03-02T08:30:00.000001Z"},
                 {951782399999999, "2000-02-28T23:59:59.999999Z"},
                 {951868800000000, "2000-03-01T00:00:00Z"},
                 {951782400000000, "2000-02-29T00:00:00Z"},
                 {-1, "1969-12-31T23:59:59.999999Z"},
                 {-2203891200000000, "1900-03-01T00:00:00Z"},
                 {-62167219200000000, "0000-01-01T00:00:00Z"},
                 {253402300799000000, "9999-12-31T23:59:59Z"}};
    for (size_t at = 0; at < sizeof times / sizeof *times; at++)
        MUST(kt_put_time(&b, times[at].micros) && holds(&b, times[at].text));
    const int64_t beyond[] = {-62167219200000001, 253402300800000000, INT64_MIN, INT64_MAX};
    for (size_t at = 0; at < 4; at++) {
        MUST(!kt_put_time(&b, beyond[at]) && !kt_whole(&b));
        kt_release(&b);
    }
}

static void json_is_whole_whatever_is_written(void) {
    kt_buf b = {0};
    char all[32];
    for (int c = 0; c < 32; c++) all[c] = (char)c;
    kt_slice controls = {(const uint8_t *)all, 32};
    MUST(kt_put_json(&b, controls));
    for (size_t at = 0, c = 0; c < 32; c++, at += 6) {
        char one[7];
        snprintf(one, sizeof one, "\\u%04x", (unsigned)c);
        MUST(memcmp(b.ptr + 1 + at, one, 6) == 0);
    }
    MUST(b.len == 2 + 32 * 6);
    kt_release(&b);
    MUST(kt_put_json(&b, kt_of("M\xc3\xbcller \"\\\" \xf0\x9f\x92\x87 \x7f")));
    MUST(holds(&b, "\"M\xc3\xbcller \\\"\\\\\\\" \xf0\x9f\x92\x87 \x7f\""));
    kt_slice none = {NULL, 0};
    MUST(kt_put_json(&b, none) && holds(&b, "\"\""));
    /* What begins a sign and does not end it, what is longer than it needs to be, half a pair, beyond the last. */
    const struct {
        const char *bytes, *text;
    } broken[] = {{"a\xff" "b", "\"a\xef\xbf\xbd" "b\""},
                  {"\xc3", "\"\xef\xbf\xbd\""},
                  {"\xe2\x82", "\"\xef\xbf\xbd\""},
                  {"\xe2\x82\"", "\"\xef\xbf\xbd\\\"\""},
                  {"\xe0\x80\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
                  {"\xf0\x80\x80\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
                  {"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
                  {"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
                  {"\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
                  {"\xf0\x9f\x92", "\"\xef\xbf\xbd\""}};
    for (size_t at = 0; at < sizeof broken / sizeof *broken; at++)
        MUST(kt_put_json(&b, kt_of(broken[at].bytes)) && holds(&b, broken[at].text));
    MUST(kt_letters(kt_of("M\xc3\xbcller\xff")) == 7 && kt_letters(none) == 0);
    MUST(kt_is(kt_trim(kt_of(" \t a b\r\n ")), "a b") && kt_trim(kt_of(" \n")).len == 0 && kt_trim(none).len == 0);
}

static void what_was_sent_is_read(void) {
    kt_buf b = {0};
    uint8_t id[16] = {7};
    char text[37];
    MUST(kt_field(kt_of("a=1&words=M%C3%BCller+%26+Co&ab=2"), "words", &b) && holds(&b, "M\xc3\xbcller & Co"));
    MUST(kt_field(kt_of("ab=2&a=%4"), "a", &b) && holds(&b, "%4"));
    MUST(kt_field(kt_of("a"), "a", &b) && b.len == 0);
    MUST(!kt_field(kt_of("ab=1"), "a", &b) && !kt_field(kt_of(""), "a", &b));
    MUST(kt_is(kt_query(kt_of("/a/b?c=d")), "c=d") && kt_query(kt_of("/a")).len == 0);
    MUST(kt_is(kt_path(kt_of("/a?b")), "/a"));
    MUST(kt_is(kt_after(kt_of("/a/b"), "/a/"), "b") && kt_after(kt_of("/b"), "/a/").len == 0);
    MUST(!kt_parse_uuid(kt_of("0192f0c1-7c1a-7000-8000-00000000abcx"), id) && id[0] == 7);
    MUST(!kt_parse_uuid(kt_of("0192f0c1-7c1a-7000-8000_00000000abcd"), id) && id[0] == 7);
    MUST(!kt_path_id(kt_of("/tips/" ID_TEXT), "/tips/", id, "/x") && id[0] == 7);
    MUST(!kt_path_id(kt_of("/tips/0192"), "/tips/", id, "") && !kt_path_id(kt_of(""), "/tips/", id, ""));
    MUST(!kt_path_id(kt_of("/tips/" ID_TEXT "/"), "/tips/", id, "") && id[0] == 7);
    MUST(kt_path_id(kt_of("/tips/" ID_TEXT "/x"), "/tips/", id, "/x") && memcmp(id, ID, 16) == 0);
    kt_show_uuid(id, text);
    MUST(strcmp(text, ID_TEXT) == 0);
    kt_request q = {0};
    kt_buf e = {0};
    q.body = kt_copy("too much", 8);
    MUST(kt_body(NULL, &q, 4, &b, &e) == KT_FAILED && !b.ptr && !q.body.ptr && e.len);
    kt_release(&e);
    q.body = kt_copy("enough", 6);
    MUST(kt_body(NULL, &q, 6, &b, &e) == KT_OK && holds(&b, "enough"));
}

static void json_is_read_by_the_host(void) {
    const kt_call call = the_call();
    const kt_slice document = kt_of("document"), none = kt_of("none");
    kt_buf b;
    int64_t n = 5;
    uint8_t id[16] = {7};
    MUST(kt_get_text(&call, document, "/words", &b) && holds(&b, "a word"));
    MUST(!kt_get_text(&call, document, "/amount", &b) && !b.ptr && !kt_get_text(&call, none, "/words", &b));
    MUST(!kt_get_text(&call, document, "/list", &b) && !b.ptr);
    MUST(!kt_get_int(&call, document, "/words", &n) && n == 5);
    MUST(kt_get_int(&call, document, "/amount", &n) && n == -7);
    MUST(!kt_get_uuid(&call, document, "/words", id) && id[0] == 7);
    MUST(kt_get_uuid(&call, document, "/id", id) && memcmp(id, ID, 16) == 0);
    MUST(kt_members(&call, document, "") == 4 && kt_members(&call, document, "/list") == -1);
    MUST(kt_members(&call, document, "/words") == -1 && kt_members(&call, none, "") == -1);
}

static void answers_are_put_together(void) {
    const kt_call call = the_call();
    kt_response r = {0};
    kt_buf b = {0};
    MUST(kt_answer(&r, 200, "text/plain", "one", 3) == KT_OK && kt_answer(&r, 200, "text/plain", "three", 5) == KT_OK);
    MUST(r.body.len == 5 && r.header_count == 1);
    char title[] = "Neue Notiz";
    kt_puts(&b, "<p></p>");
    MUST(kt_answer_page(&r, 422, kt_of(title), "clients", &b) == KT_OK && r.status == 422 && r.kind == KT_PAGE && !b.ptr);
    memset(title, 'x', sizeof title - 1);
    MUST(kt_is(r.title, "Neue Notiz") && kt_is(r.place, "clients") && kt_is(r.headers[0].value, "text/html; charset=utf-8"));
    MUST(kt_redirect(&call, &r, "/clients/7") == KT_OK && r.status == 303);
    MUST(kt_is(r.headers[1].name, "location") && kt_is(r.headers[1].value, "/seidenhaar/clients/7"));
    kt_release(&r.body);
    r.release(&r);
    MUST(kt_put_api(&call, &b, "/acme-tips") && holds(&b, "/api/v1/salons/seidenhaar/acme-tips"));
    MUST(kt_put_text(&call, &b, "acme-tips-none") && kt_put_text(&call, &b, "no-text"));
    MUST(holds(&b, "Keine &amp; nichts"));
    MUST(kt_put_text_with(&call, &b, "acme-tips-none", kt_of("{\"n\":1}")) && holds(&b, "1 &lt;Notiz&gt;"));
    MUST(kt_text(&call, "acme-tips-none", kt_of("{\"n\":1}"), &b) == KT_OK && holds(&b, "1 <Notiz>"));
    kt_say(&call, 2, "watch out");
    MUST(strcmp(asked, "warning watch out") == 0);
}

static void services_are_asked_by_json(void) {
    const kt_call call = the_call();
    const char *name = "kartoteka.directory/1";
    kt_host host;
    kt_tx tx = {0};
    kt_buf said, e = {0};
    memset(&host, 0, sizeof host);
    host.wait = wait_for;
    let_go = 0;
    MUST(kt_ask_json(&host, &call, NULL, name, kt_of("{}"), &said, &e) == KT_OK && holds(&said, "{\"a\":1}"));
    MUST(strcmp(asked, "asked {}") == 0 && let_go == 1 && !e.ptr);
    MUST(kt_ask_json(&host, &call, &tx, name, kt_of("{}"), &said, &e) == KT_OK && holds(&said, "{\"a\":1}"));
    MUST(strcmp(asked, "asked within {}") == 0 && let_go == 2);
    MUST(kt_ask_json(&host, &call, NULL, name, kt_of("no"), &said, &e) == KT_FAILED && !said.ptr);
    MUST(holds(&e, "{\"status\":404,\"code\":\"not_found\"}"));
    /* What was not written whole is not asked. */
    MUST(kt_ask_json(&host, &call, NULL, name, kt_of(""), &said, &e) == KT_REFUSED && !said.ptr && !e.ptr);
    MUST(kt_ask_json(&host, &call, NULL, "kartoteka.mail/1", kt_of("{}"), &said, &e) == KT_REFUSED && !said.ptr);
}

static void refusals_say_what_is_wrong(void) {
    const kt_call call = the_call();
    kt_buf e = {0};
    MUST(kt_require(&call, "acme-tips.read", &e) == KT_OK && !e.ptr);
    MUST(kt_require(&call, "acme-tips.write", &e) == KT_FAILED);
    MUST(holds(&e, "{\"status\":403,\"code\":\"forbidden\",\"args\":{\"permission\":\"acme-tips.write\"}}"));
    MUST(kt_not_found(&e) == KT_FAILED && holds(&e, "{\"status\":404,\"code\":\"not_found\"}"));
    MUST(kt_wrong(&e, 422, "/words", "too_long", "{\"most\":300}") == KT_FAILED);
    MUST(holds(&e, "{\"status\":422,\"code\":\"invalid\",\"fields\":[{\"pointer\":\"/words\",\"code\":\"too_long\","
                   "\"args\":{\"most\":300}}]}"));
    MUST(kt_wrong(&e, 400, "/client_id", "required", NULL) == KT_FAILED);
    MUST(holds(&e, "{\"status\":400,\"code\":\"malformed\",\"fields\":[{\"pointer\":\"/client_id\",\"code\":\"required\"}]}"));
    MUST(kt_fail(NULL, "{}") == KT_FAILED && kt_wrong(NULL, 422, "/a", "b", NULL) == KT_FAILED);
}

static void what_happened_is_noted(void) {
    const kt_call call = the_call();
    kt_tx tx = {0};
    kt_buf before = {0}, after = {0}, e = {0};
    MUST(kt_record(&call, &tx, "acme-tips.tip.given/1", ID, NULL, &e) == KT_OK);
    MUST(strcmp(asked, "record {\"what\":\"acme-tips.tip.given/1\",\"subjects\":[\"" ID_TEXT "\"]}") == 0);
    kt_puts(&after, "{\"amount\":7}");
    MUST(kt_record(&call, &tx, "a", ID, &after, &e) == KT_OK);
    MUST(strcmp(asked, "record {\"what\":\"a\",\"subjects\":[\"" ID_TEXT "\"],\"after\":{\"amount\":7}}") == 0);
    kt_puts(&before, "{\"amount\":6}");
    MUST(kt_record_change(&call, &tx, "a", ID, &before, &after, &e) == KT_OK);
    MUST(strcmp(asked, "record {\"what\":\"a\",\"subjects\":[\"" ID_TEXT "\"],\"before\":{\"amount\":6},"
                       "\"after\":{\"amount\":7}}") == 0);
    MUST(kt_record_change(&call, &tx, "a", ID, &before, NULL, &e) == KT_OK);
    MUST(strcmp(asked, "record {\"what\":\"a\",\"subjects\":[\"" ID_TEXT "\"],\"before\":{\"amount\":6}}") == 0);
    kt_lacks(&before);
    asked[0] = 0;
    MUST(kt_record_change(&call, &tx, "a", ID, &before, &after, &e) == KT_REFUSED && !asked[0]);
    kt_release(&before);
    kt_release(&after);
    MUST(kt_answers(&call, &tx, 201, "/acme-tips/tips/", ID) == KT_OK);
    MUST(strcmp(asked, "201 /acme-tips/tips/" ID_TEXT) == 0);
    kt_value values[4] = {kt_int(1), kt_int(2), kt_int(3), kt_int(4)};
    kt_rows rows = {0};
    rows.values = values;
    rows.column_count = rows.row_count = 2;
    MUST(kt_row(&rows, 1)[1].integer == 4 && !kt_row(&rows, 2));
    kt_value day = kt_date(kt_of("2026-03-02"));
    MUST(day.kind == KT_DATE && !day.null && kt_is(day.bytes, "2026-03-02"));
}

/* Whatever there is no memory for: nothing half written goes out, and nothing is lost. */
static void nothing_half_written_goes_out(void) {
    const kt_call call = the_call();
    kt_tx tx = {0};
    kt_buf lacking = {0};
    kt_response none = {0};
    left = 1;
    kt_puts(&lacking, "some");
    left = -1;
    MUST(!kt_puts(&lacking, "thing") && !kt_whole(&lacking));
    MUST(kt_answer_buf(&none, 200, "text/plain", &lacking) == KT_REFUSED && !none.body.ptr && kt_whole(&lacking));
    for (long given = 1; given < 12; given++) {
        kt_buf b = {0}, e = {0};
        kt_response r = {0};
        left = given;
        for (int i = 0; i < 100; i++) kt_puts(&b, "0123456789");
        int whole = kt_whole(&b);
        MUST(whole ? b.len == 1000 : !b.ptr && !kt_puts(&b, "more"));
        int32_t answered = kt_answer_buf(&r, 200, "text/plain", &b);
        MUST(whole || answered == KT_REFUSED);
        MUST(!b.release && (answered != KT_OK || r.body.len == 1000));
        kt_puts(&b, "<p></p>");
        answered = kt_answer_page(&r, 200, kt_of("A title"), "clients", &b);
        MUST(answered != KT_OK || (kt_is(r.title, "A title") && r.body.len == 7));
        kt_redirect(&call, &r, "/clients");
        kt_release(&r.body);
        if (r.release) r.release(&r);
        asked[0] = 0;
        int32_t noted = kt_record(&call, &tx, "acme-tips.tip.given/1", ID, NULL, &e);
        MUST((noted == KT_OK) == (asked[0] != 0));
        asked[0] = 0;
        MUST((kt_answers(&call, &tx, 201, "/acme-tips/tips/", ID) == KT_OK) == (asked[0] != 0));
        int32_t refused = kt_wrong(&e, 422, "/words", "too_long", "{\"most\":300}");
        MUST(refused == KT_FAILED ? e.len > 60 : !e.ptr);
        kt_release(&e);
        refused = kt_require(&call, "acme-tips.write", &e);
        MUST(refused == KT_FAILED ? e.len > 60 : refused == KT_REFUSED && !e.ptr);
        kt_release(&e);
        kt_text(&call, "acme-tips-none", kt_of(""), &b);
        kt_release(&b);
        left = -1;
    }
}

int main(void) {
    buffers_grow();
    buffers_are_texts_of_c();
    numbers_are_whole();
    times_are_of_the_calendar();
    json_is_whole_whatever_is_written();
    what_was_sent_is_read();
    json_is_read_by_the_host();
    answers_are_put_together();
    services_are_asked_by_json();
    refusals_say_what_is_wrong();
    what_happened_is_noted();
    nothing_half_written_goes_out();
    return wrong;
}
