//! A fresh plugin of which one thing is changed, and the case that finds it.

use std::path::Path;

use super::{
    bundle,
    fresh::{self, Change, fresh, packed},
    tried,
};

const SOURCE: &str = "src/acme_broken.c";
/// Where the section finds no note.
const NONE: &str = "if (rows.row_count == 0) {";
/// Where is asked for whom is booked, by who may know of notes.
const ASKED: &str =
    "if (kt_may(call, READ) && kt_get_uuid(call, question, \"/client_id\", client)) {";

/// What is broken, and the case that finds it.
const BROKEN: [(&str, Change); 26] = [
    (
        "doors: GET /acme-broken/notes/{note} without any permission",
        (
            SOURCE,
            "kt_require(call, gets ? READ : WRITE, error);",
            "gets ? KT_OK : kt_require(call, WRITE, error);",
        ),
    ),
    (
        "doors: DELETE /acme-broken/notes/{note} about a thing that is not there",
        (
            SOURCE,
            "else if (status == KT_OK) status = kt_not_found(error);",
            "else memset(client, 0, 16);",
        ),
    ),
    (
        "bodies: POST /acme-broken/notes with a field that there is not",
        (
            SOURCE,
            "kt_members(call, body, \"\") == 2",
            "kt_members(call, body, \"\") >= 2",
        ),
    ),
    (
        "bodies: POST /acme-broken/notes with no JSON",
        (
            SOURCE,
            "if (!kt_get_uuid(call, body, \"/client_id\", client)) return kt_wrong(error, 400, \"/client_id\", \"required\", NULL);",
            "if (!kt_get_uuid(call, body, \"/client_id\", client)) return kt_fail(error, \"{\\\"status\\\":500,\\\"code\\\":\\\"internal\\\"}\");",
        ),
    ),
    (
        "answers: POST /acme-broken/notes repeated with its Idempotency-Key",
        (
            SOURCE,
            "if (status == KT_OK) status = kt_answers(call, tx, 201, NOTES \"/\", *id);",
            "",
        ),
    ),
    (
        "answers: GET /acme-broken/notes/{note} asked properly",
        (
            SOURCE,
            "\",\\\"added_at\\\":\\\"\"",
            "\",\\\"added\\\":\\\"\"",
        ),
    ),
    (
        "slots: client.section notes in de, in time",
        (
            SOURCE,
            "\"<details class=\\\"form-more\\\"><summary>",
            "\"<script>1</script><details class=\\\"form-more\\\"><summary>",
        ),
    ),
    (
        "slots: client.section notes in pl, in time",
        (
            SOURCE,
            "kt_put_text(call, html, \"acme-broken-remove\");",
            "kt_puts(html, \"acme-broken-remove\");",
        ),
    ),
    (
        "hooks: core.guard_booking/1 about a client, in time and rolled back",
        (
            SOURCE,
            "kt_puts(answer, note ? \"{\\\"decision\\\":\\\"warn\\\",\\\"staff_text\\\":\" : \"{\\\"decision\\\":\\\"allow\\\"}\");",
            "kt_puts(answer, note ? \"{\\\"decision\\\":\\\"perhaps\\\",\\\"staff_text\\\":\" : \"{\\\"decision\\\":\\\"perhaps\\\"}\");",
        ),
    ),
    (
        "people: what the plugin writes into the log tells of nobody",
        (
            SOURCE,
            "clock->new_id(call, id);",
            "((const kt_log *)kt_service(call, KT_LOG))->log(call, 3, words); clock->new_id(call, id);",
        ),
    ),
    (
        "samples: one note is made",
        (
            "samples.toml",
            "path = \"/acme-broken/notes\"\nbody = { client_id",
            "path = \"/acme-broken/notes\"\nbody = { client",
        ),
    ),
    (
        "answers: GET /acme-broken/notes asked properly",
        (
            SOURCE,
            "return api_list(call, kt_query(request->target), response, error);",
            "return gets ? kt_not_found(error) : api_list(call, kt_query(request->target), response, error);",
        ),
    ),
    (
        // It takes a limit, and does not keep to it.
        "answers: GET /acme-broken/notes with limit=1",
        (
            "openapi.json",
            "\"parameters\": [",
            "\"parameters\": [{\"name\": \"limit\", \"in\": \"query\", \"required\": false, \"schema\": {\"type\": \"integer\"}},",
        ),
    ),
    (
        "answers: POST /acme-broken/notes makes what stands where it says",
        (
            SOURCE,
            "status = kt_add_header(response, \"location\", kt_of_buf(&location));",
            "status = KT_OK;",
        ),
    ),
    (
        "slots: client.section notes for a client who is not there",
        (
            SOURCE,
            NONE,
            "if (rows.row_count == 0) {\n        kt_release_rows(&rows);\n        \
             return kt_fail(error, \"{\\\"status\\\":400,\\\"code\\\":\\\"malformed\\\"}\");",
        ),
    ),
    (
        "slots: client.section notes for clients of another salon",
        (
            SOURCE,
            NONE,
            "if (rows.row_count == 0) {\n        static int asked;\n        if (asked++ % 2) kt_puts(&html, \"!\");",
        ),
    ),
    (
        "slots: client.section notes in de, in time",
        (
            SOURCE,
            "\"maxlength=\\\"300\\\"\"",
            "\"maxlength=\\\"300\\\" placeholder=\\\"acme-broken-none\\\"\"",
        ),
    ),
    (
        "hooks: core.guard_booking/1 by who may do nothing here",
        (
            SOURCE,
            ASKED,
            "int32_t may = kt_require(call, READ, error);\n    if (may != KT_OK) return may;\n    if (kt_get_uuid(call, question, \"/client_id\", client)) {",
        ),
    ),
    (
        // What it remembers of a question outlives the transaction.
        "hooks: core.guard_booking/1 again, after a transaction that was refused",
        (
            SOURCE,
            ASKED,
            "static uint8_t last[16];\n    int known = kt_get_uuid(call, question, \"/client_id\", client);\n    if (known && memcmp(last, client, 16) == 0) return kt_puts(answer, \"{\\\"decision\\\":\\\"warn\\\"}\") ? KT_OK : KT_REFUSED;\n    if (known) memcpy(last, client, 16);\n    if (known && kt_may(call, READ)) {",
        ),
    ),
    (
        "hooks: core.guard_booking/1 three times in one transaction",
        (
            SOURCE,
            ASKED,
            "static int asked;\n    if (kt_get_uuid(call, question, \"/client_id\", client) && asked++ % 2) return kt_puts(answer, \"{\\\"decision\\\":\\\"allow\\\"}\") ? KT_OK : KT_REFUSED;\n    if (kt_may(call, READ) && kt_get_uuid(call, question, \"/client_id\", client)) {",
        ),
    ),
    (
        // A row that can be written once.
        "hooks: core.guard_booking/1 in transactions that are committed",
        (
            SOURCE,
            ASKED,
            "int known = kt_get_uuid(call, question, \"/client_id\", client);\n    kt_value own[] = {kt_uuid(client), kt_uuid(client), kt_string(kt_of(\"x\")), kt_time(0), kt_string(kt_of(\"x\"))};\n    int32_t kept = known ? kt_run(host, call, tx, INSERT, own, 5, &rows, error) : KT_OK;\n    kt_release_rows(&rows);\n    if (kept != KT_OK) return kept;\n    if (known && kt_may(call, READ)) {",
        ),
    ),
    (
        // What it knows from one salon it tells in another.
        "hooks: core.guard_booking/1 about a client of another salon",
        (
            SOURCE,
            "const kt_value *note = kt_row(&rows, 0);\n    kt_puts(answer, note",
            "const kt_value *note = kt_row(&rows, 0);\n    static uint8_t noted[16];\n    if (note) memcpy(noted, client, 16);\n    else if (kt_get_uuid(call, question, \"/client_id\", client) && memcmp(noted, client, 16) == 0)\n        return kt_puts(answer, \"{\\\"decision\\\":\\\"warn\\\"}\") ? KT_OK : KT_REFUSED;\n    kt_puts(answer, note",
        ),
    ),
    (
        "hooks: core.guard_booking/1 by a question that does not fit its schema",
        (
            SOURCE,
            "kt_puts(answer, note",
            "if (!kt_get_uuid(call, question, \"/client_id\", client)) return kt_puts(answer, \"{\\\"decision\\\":\\\"none\\\"}\") ? KT_OK : KT_REFUSED;\n    kt_puts(answer, note",
        ),
    ),
    (
        // What is withheld breaks it, and says nothing of why.
        "grants: without reads:core.clients/1: core.guard_booking/1",
        (
            SOURCE,
            "status = kt_run(host, call, tx, LAST, values, 1, &rows, error);",
            "status = kt_run(host, call, tx, CLIENT, values, 1, &rows, error);\n        kt_release_rows(&rows);\n        if (status != KT_OK) {\n            kt_release(error);\n            return kt_fail(error, \"{\\\"status\\\":500,\\\"code\\\":\\\"internal\\\"}\");\n        }\n        status = kt_run(host, call, tx, LAST, values, 1, &rows, error);",
        ),
    ),
    (
        // Of the salon's twenty years, all are read for one client.
        "statements: select id, client_id, words, added_at, added_by from acme_broken__notes where salon_id = $1 and client_id = $2 order by id desc limit 100",
        (
            "migrations/sqlite/0001_notes.sql",
            "acme_broken__notes (salon_id, client_id, id)",
            "acme_broken__notes (salon_id, words)",
        ),
    ),
    (
        "statements: the samples except from nowhere",
        (
            "samples.toml",
            "[about_client]",
            "[reads_all]\n\"from nowhere\" = \"there is no such statement\"\n\n[about_client]",
        ),
    ),
];

#[test]
fn what_is_broken_is_found_by_its_case() {
    let place = tempfile::tempdir().expect("a folder");
    for (number, (case, change)) in BROKEN.into_iter().enumerate() {
        let folder = fresh(place.path(), &number.to_string(), "acme-broken");
        fresh::change(&folder, change);
        packed(&folder);
        is_found(&folder, case);
    }
}

/// That this case fails of the plugin in a folder, and says what to do about it. It is tried with its group alone, but
/// where it is about the whole run.
pub(super) fn is_found(folder: &Path, case: &str) {
    let file = bundle(folder, "acme-broken");
    let group = case.split_inclusive(": ").next().unwrap_or_default();
    let tried = match group {
        "all in all: " | "statements: " => tried(&["--engine", "sqlite", &file]),
        group => tried(&["--engine", "sqlite", "--only", group, "--", &file]),
    };
    let failed = tried.failed();
    assert!(!tried.well, "{case} was not found");
    assert!(
        failed.iter().any(|name| name == case),
        "{case}: {failed:#?}\n{}",
        tried.said
    );
    let of_case = tried
        .of("failed")
        .find(|found| case.ends_with(found["name"].as_str().unwrap_or("-")));
    for key in ["expected", "came", "change"] {
        let said = of_case.and_then(|found| found[key].as_str());
        assert!(
            said.is_some_and(|said| !said.is_empty()),
            "{case} has no {key}"
        );
    }
}

#[test]
fn why_an_answer_is_500_is_told() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = fresh(place.path(), "wrong", "acme-broken");
    let wrong = (
        "\"select id, client_id, words,",
        "\"select id, client_id, wrods,",
    );
    fresh::change(&folder, (SOURCE, wrong.0, wrong.1));
    packed(&folder);
    let tried = tried(&["--engine", "sqlite", &bundle(&folder, "acme-broken")]);
    let logs: Vec<_> = tried.of("failed").map(|case| &case["log"]).collect();
    let told = |log: &&serde_json::Value| {
        log.as_str()
            .is_some_and(|log| log.contains("no such column: wrods"))
    };
    assert!(logs.iter().any(told), "{logs:#?}");
    assert!(tried.said.contains("log:      "), "{}", tried.said);
}
