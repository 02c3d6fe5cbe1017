#include <assert.h>
#include <stdio.h>
#include "kartoteka_plugin.h"
int main(void) {
    kt_buf b = {0}; 
    for (int i = 0; i < 10000; i++) assert(kt_puts(&b, "abcde"));
    assert(b.len == 50000 && memcmp(b.ptr + 49995, "abcde", 5) == 0);
    kt_release(&b); assert(b.len == 0);
    b = kt_copy("xyz", 3); for (int i = 0; i < 200; i++) assert(kt_puts(&b, "q")); assert(b.len == 203); kt_release(&b);
    assert(kt_put_html(&b, kt_of("<a href=\"x\">'&"))); assert(kt_is(kt_of_buf(&b), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;")); kt_release(&b);
    assert(kt_field(kt_of("a=1&words=M%C3%BCller+%26+Co&ab=2"), "words", &b)); assert(kt_is(kt_of_buf(&b), "Müller & Co")); kt_release(&b);
    assert(kt_field(kt_of("ab=2&a=%4"), "a", &b)); assert(kt_is(kt_of_buf(&b), "%4")); kt_release(&b);
    assert(kt_field(kt_of("a"), "a", &b) && b.len == 0); assert(!kt_field(kt_of("ab=1"), "a", &b)); assert(!kt_field(kt_of(""), "a", &b));
    assert(kt_is(kt_query(kt_of("/a/b?c=d")), "c=d")); assert(kt_query(kt_of("/a")).len == 0); assert(kt_is(kt_path(kt_of("/a?b")), "/a"));
    assert(kt_is(kt_after(kt_of("/a/b"), "/a/"), "b")); assert(kt_after(kt_of("/b"), "/a/").len == 0);
    uint8_t id[16]; char t[37]; assert(kt_parse_uuid(kt_of("0192f0c1-7c1a-7000-8000-00000000abcd"), id)); kt_show_uuid(id, t); assert(!strcmp(t, "0192f0c1-7c1a-7000-8000-00000000abcd")); assert(!kt_parse_uuid(kt_of("0192f0c1-7c1a-7000-8000_00000000abcd"), id));
    uint8_t kept[16] = {7}; assert(!kt_parse_uuid(kt_of("0192f0c1-7c1a-7000-8000-00000000abcx"), kept) && kept[0] == 7);
    kt_response r = {0}; assert(kt_answer(&r, 200, "text/plain", "one", 3) == KT_OK); assert(kt_answer(&r, 200, "text/plain", "three", 5) == KT_OK);
    assert(r.body.len == 5 && r.header_count == 2); kt_release(&r.body); r.release(&r);
    kt_request q = {0}; kt_buf e = {0}; q.body = kt_copy("too much", 8);
    assert(kt_body(NULL, &q, 4, &b, &e) == KT_FAILED && !b.ptr && !q.body.ptr && e.len); kt_release(&e);
    q.body = kt_copy("enough", 6); assert(kt_body(NULL, &q, 6, &b, &e) == KT_OK && b.len == 6); kt_release(&b);
    assert(kt_fail(NULL, "{}") == KT_FAILED);
    puts("ok"); return 0;
}
