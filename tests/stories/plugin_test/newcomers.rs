//! Faults of who writes a first plugin, each in a fresh one, and the case that finds it.

use super::{
    broken::is_found,
    fresh::{self, Change, fresh, packed},
};

const SOURCE: &str = "src/acme_broken.c";
/// Where the client of a note is looked for.
const LOOKED_FOR: &str = "if (status == KT_OK && known == 0)";
/// The form, as the page with it has it.
const FORM: &str = "forms: POST /acme-broken/clients/{id}/notes of /acme-broken/clients/{id}/notes";

/// What is broken, and the case that finds it.
const CLIENTS: [(&str, Change); 4] = [
    (
        "clients: POST /acme-broken/notes about a client who is not there",
        (SOURCE, LOOKED_FOR, "if (status == KT_OK && known > 1)"),
    ),
    (
        "clients: POST /acme-broken/notes about a client of another salon",
        (
            SOURCE,
            LOOKED_FOR,
            "if (status == KT_OK && known == 0 && client[1] == 0)",
        ),
    ),
    (
        // An id that was made once is taken for somebody.
        "clients: POST /acme-broken/notes about a client who was erased",
        (
            SOURCE,
            LOOKED_FOR,
            "if (status == KT_OK && known == 0 && client[1] == 0)",
        ),
    ),
    (
        "clients: POST /acme-broken/notes about a client who was put away",
        (
            SOURCE,
            "if (status == KT_OK && known == 0) status = kt_wrong(error, 422, \"/client_id\", \"no_such_client\", NULL);",
            "if (status == KT_OK && known == 0) status = kt_fail(error, \"{\\\"status\\\":500,\\\"code\\\":\\\"internal\\\"}\");",
        ),
    ),
];

const ANSWERS: [(&str, Change); 4] = [
    (
        // What it makes it names by a door that is not there.
        "answers: POST /acme-broken/notes repeated with its Idempotency-Key",
        (
            SOURCE,
            "kt_answers(call, tx, 201, NOTES \"/\", *id)",
            "kt_answers(call, tx, 201, NOTES \"/one/\", *id)",
        ),
    ),
    (
        // Of the document and the place, neither leads anywhere.
        "answers: POST /acme-broken/notes makes what stands where it says",
        (
            SOURCE,
            "kt_put_api(call, &location, NOTES \"/\");",
            "kt_put_api(call, &location, NOTES \"/one/\");",
        ),
    ),
    (
        "all in all: no answer has a header twice that says one thing",
        (
            SOURCE,
            "status = kt_answer_buf(response, answered, \"application/json\", &json);",
            "status = kt_answer_buf(response, answered, \"application/json\", &json);\n        \
             kt_add_header(response, \"content-type\", kt_of(\"text/plain\"));",
        ),
    ),
    (
        "all in all: each code of a problem has its sentence in five languages",
        (
            SOURCE,
            "return kt_wrong(error, 400, \"/words\", \"required\", NULL);",
            "return kt_wrong(error, 400, \"/words\", \"acme_broken_bare\", NULL);",
        ),
    ),
];

const NEVER: [(&str, Change); 4] = [
    (
        "all in all: acme-broken.note.removed/1 was recorded",
        (
            SOURCE,
            "record(call, tx, \"acme-broken.note.removed/1\"",
            "record(call, tx, \"acme-broken.note.added/1\"",
        ),
    ),
    (
        "all in all: each operation was done at least once",
        (
            SOURCE,
            "return take_off(call, id, client, error);",
            "(void)client;\n        return kt_fail(error, \"{\\\"status\\\":409,\\\"code\\\":\\\"invalid\\\"}\");",
        ),
    ),
    (
        "all in all: every event that the samples except is declared",
        (
            "samples.toml",
            "[about_client]",
            "[not_recorded]\n\"acme-broken.note.changed/1\" = \"nobody changes one\"\n\n[about_client]",
        ),
    ),
    (
        "pages: /acme-broken/note in en",
        (
            "samples.toml",
            "\"/acme-broken/clients/{client}/notes\"",
            "\"/acme-broken/note\"",
        ),
    ),
];

const PAGES: [(&str, Change); 9] = [
    (
        "links: those of /acme-broken/slots/notes/{id} to pages of others lead somewhere",
        (
            SOURCE,
            "kt_puts(&html, \"<ul class=\\\"notes\\\">\");",
            "kt_puts(&html, \"<a href=\\\"/seidenhaar/clientz\\\">?</a><ul class=\\\"notes\\\">\");",
        ),
    ),
    (
        "pictures: those of /acme-broken/slots/notes/{id} are there",
        (
            SOURCE,
            "kt_puts(&html, \"<ul class=\\\"notes\\\">\");",
            "kt_puts(&html, \"<img src=\\\"/assets/acme-broken/none.svg\\\" alt=\\\"\\\"><ul class=\\\"notes\\\">\");",
        ),
    ),
    (
        "pictures: those of /acme-broken/slots/notes/{id} are there",
        (
            SOURCE,
            "kt_puts(&html, \"<ul class=\\\"notes\\\">\");",
            "kt_puts(&html, \"<img src=\\\"https://acme.example/a.svg\\\" alt=\\\"\\\"><ul class=\\\"notes\\\">\");",
        ),
    ),
    (
        "links: /acme-broken/about, where /acme-broken/slots/notes/{id} leads",
        (
            SOURCE,
            "kt_puts(&html, \"<ul class=\\\"notes\\\">\");",
            "kt_puts(&html, \"<p><a href=\\\"/\");\n        kt_put_html(&html, call->vt->info(call)->salon->slug);\n        \
             kt_puts(&html, \"/acme-broken/about\\\">?</a></p><ul class=\\\"notes\\\">\");",
        ),
    ),
    (
        "links: those of /acme-broken/slots/notes/{id} begin with the salon",
        (
            SOURCE,
            "kt_puts(&html, \"<ul class=\\\"notes\\\">\");",
            "kt_puts(&html, \"<p><a href=\\\"/acme-broken/notes\\\">?</a></p><ul class=\\\"notes\\\">\");",
        ),
    ),
    (
        "nothing yet: client.section notes of a client of whom nothing is kept",
        (
            SOURCE,
            "if (rows.row_count == 0) {",
            "if (rows.row_count == 0) {\n        kt_release_rows(&rows);\n        \
             return kt_answer_buf(response, 200, \"text/html; charset=utf-8\", &html);",
        ),
    ),
    (
        // In English alone, where there is nothing yet.
        "nothing yet: client.section notes of a client of whom nothing is kept",
        (
            SOURCE,
            "kt_put_text(call, &html, \"acme-broken-none\");",
            "kt_puts(&html, \"No notes yet\");",
        ),
    ),
    (
        "languages: what /acme-broken/slots/notes/{id} says, in each language its own",
        (
            SOURCE,
            "kt_put_text(call, html, \"acme-broken-remove\");",
            "kt_puts(html, \"Take it off\");",
        ),
    ),
    (
        "languages: what /acme-broken/clients/{id}/notes says, in each language its own",
        (
            SOURCE,
            "kt_put_text(call, html, \"acme-broken-field-words\");",
            "kt_puts(html, \"Your note\");",
        ),
    ),
];

const FORMS: [(&str, &str, Change); 7] = [
    (
        // The field is called otherwise than it is read.
        FORM,
        ", filled in",
        (SOURCE, "name=\\\"words\\\"", "name=\\\"note\\\""),
    ),
    (
        FORM,
        ", filled in",
        (
            SOURCE,
            "int32_t status = add(call, client, tidy, &id, error);",
            "int32_t status = tidy.len ? KT_OK : add(call, client, tidy, &id, error);",
        ),
    ),
    (
        // Back to a card that is not there.
        FORM,
        ", filled in",
        (
            SOURCE,
            "char path[48] = \"/clients/\";",
            "char path[48] = \"/client/\";",
        ),
    ),
    (
        FORM,
        ", sent empty",
        (
            SOURCE,
            "status = page(call, client, tidy, wrong, response);",
            "status = kt_fail(error, \"{\\\"status\\\":500,\\\"code\\\":\\\"internal\\\"}\");",
        ),
    ),
    (
        // The form comes back, and nobody knows why.
        FORM,
        ", sent empty",
        (SOURCE, "if (wrong) {", "if (wrong && typed.len > 999) {"),
    ),
    (
        FORM,
        ", sent empty",
        (
            SOURCE,
            "if (words.len == 0) return REQUIRED;",
            "if (words.len == 0) return NULL;",
        ),
    ),
    (
        "forms: POST /acme-broken/notes/{id}/remove of /acme-broken/slots/notes/{id}",
        ", pressed",
        (SOURCE, "/removal\\\"><button", "/remove\\\"><button"),
    ),
];

/// Tries one that is broken so.
fn is_found_of(name: &str, broken: &[(String, Change)]) {
    let place = tempfile::tempdir().expect("a folder");
    for (number, (case, change)) in broken.iter().enumerate() {
        let folder = fresh(place.path(), &format!("{name}-{number}"), "acme-broken");
        fresh::change(&folder, *change);
        packed(&folder);
        is_found(&folder, case);
    }
}

fn owned(broken: &[(&str, Change)]) -> Vec<(String, Change)> {
    let own = |(case, change): &(&str, Change)| ((*case).to_owned(), *change);
    broken.iter().map(own).collect()
}

#[test]
fn clients_who_are_not_held_are_found() {
    is_found_of("clients", &owned(&CLIENTS));
}

#[test]
fn answers_that_lead_astray_are_found() {
    is_found_of("answers", &owned(&ANSWERS));
}

#[test]
fn what_never_happens_is_found() {
    is_found_of("never", &owned(&NEVER));
}

#[test]
fn pages_that_say_nothing_or_lead_nowhere_are_found() {
    is_found_of("pages", &owned(&PAGES));
}

#[test]
fn forms_that_do_nothing_are_found() {
    let all = FORMS.map(|(form, how, change)| (format!("{form}{how}"), change));
    is_found_of("forms", &all);
}
