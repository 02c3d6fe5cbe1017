//! The native interface: one in C and one in Rust, held together, and pinned.

use std::{fmt::Write as _, fs, mem::offset_of, process::Command};

use kartoteka_plugin::native::abi::{self, services};
use regex::Regex;

const HEADER: &str = "plugins/sdk/include/kartoteka_plugin.h";

/// A struct: its name in C, size, and each field with its place.
type Layout = (&'static str, usize, Vec<(&'static str, usize)>);

macro_rules! layouts {
    ($($rust:ty, $c:literal { $($field:tt)* })*) => {
        vec![$((
            $c,
            size_of::<$rust>(),
            vec![$((stringify!($field), offset_of!($rust, $field))),*],
        )),*]
    };
}

fn layouts() -> Vec<Layout> {
    layouts! {
        abi::Slice, "kt_slice" { ptr len }
        abi::Buf, "kt_buf" { ptr len owner release }
        abi::Waker, "kt_waker" { vt }
        abi::WakerVt, "kt_waker_vt" { struct_size clone wake wake_by_ref drop }
        abi::TaskVt, "kt_task_vt" { struct_size poll drop }
        abi::Task, "kt_task" { data vt }
        abi::StreamVt, "kt_stream_vt" { struct_size poll drop }
        abi::Stream, "kt_stream" { data vt }
        abi::Salon, "kt_salon" {
            struct_size id slug name country locale time_zone features feature_count withheld
            withheld_count number
        }
        abi::CallInfo, "kt_call_info" {
            struct_size salon actor locale request_id idempotency_key idempotency_fingerprint
            permissions permission_count asked also_off depth workplace upload_bytes import_rows
            reserved assets permission_set
        }
        abi::Call, "kt_call" { vt }
        abi::CallVt, "kt_call_vt" { struct_size retain release info may service }
        abi::Value, "kt_value" { kind null integer real bytes }
        abi::Statement, "kt_statement" {
            struct_size sql postgres values value_count slow reserved
        }
        abi::Rows, "kt_rows" {
            struct_size affected columns column_count values row_count owner release
        }
        services::Tx, "kt_tx" { data }
        services::Db, "kt_db" {
            struct_size read begin run later record answers wake commit rollback
        }
        services::Clock, "kt_clock" { struct_size now new_id }
        services::Log, "kt_log" { struct_size log }
        services::Texts, "kt_texts" { struct_size text }
        services::Keys, "kt_keys" { struct_size hash seal open }
        services::Cache, "kt_cache" { struct_size get put forget }
        services::Jobs, "kt_jobs" { struct_size start progress report cancel }
        services::Json, "kt_json" { struct_size read quote }
        services::Reply, "kt_reply" { struct_size json body more }
        services::Ask, "kt_ask" { struct_size ask }
        abi::Header, "kt_header" { name value }
        abi::Request, "kt_request" {
            struct_size door reserved method target whole_target headers header_count body_limit
            body more
        }
        abi::Response, "kt_response" {
            struct_size status kind headers header_count title place problem body more owner
            release
        }
        abi::Host, "kt_host" { struct_size abi_major abi_minor log wait next }
        abi::Sink, "kt_sink" { struct_size data write }
        abi::Plugin, "kt_plugin" {
            struct_size abi_major abi_minor flags reserved manifest start stop handle
            handle_blocking answer answer_blocking facts facts_blocking told told_blocking woken
            woken_blocking check_settings work document
        }
    }
}

/// Numbers that both sides name.
fn numbers() -> Vec<(&'static str, i64)> {
    use abi::{answer, door, flags, kind, status};
    vec![
        ("KT_ABI_MAJOR", abi::MAJOR.into()),
        ("KT_ABI_MINOR", abi::MINOR.into()),
        ("KT_OK", status::OK.into()),
        ("KT_PENDING", status::PENDING.into()),
        ("KT_ENDED", status::ENDED.into()),
        ("KT_FAILED", status::FAILED.into()),
        ("KT_PANICKED", status::PANICKED.into()),
        ("KT_REFUSED", status::REFUSED.into()),
        ("KT_BOOL", kind::BOOL.into()),
        ("KT_INT", kind::INT.into()),
        ("KT_REAL", kind::REAL.into()),
        ("KT_STRING", kind::TEXT.into()),
        ("KT_BYTES", kind::BYTES.into()),
        ("KT_UUID", kind::UUID.into()),
        ("KT_TIME", kind::TIME.into()),
        ("KT_DATE", kind::DATE.into()),
        ("KT_JSON", kind::JSON.into()),
        ("KT_API", door::API.into()),
        ("KT_PAGES", door::PAGES.into()),
        ("KT_PLAIN", answer::PLAIN.into()),
        ("KT_PAGE", answer::PAGE.into()),
        ("KT_PROBLEM", answer::PROBLEM.into()),
        ("KT_ABORTS", flags::ABORTS.into()),
    ]
}

/// Names of services that both sides name.
const NAMES: [(&str, &str); 8] = [
    ("KT_DB", services::DB),
    ("KT_CLOCK", services::CLOCK),
    ("KT_LOG", services::LOG),
    ("KT_TEXTS", services::TEXTS),
    ("KT_KEYS", services::KEYS),
    ("KT_CACHE", services::CACHE),
    ("KT_JOBS", services::JOBS),
    ("KT_JSON_TEXT", services::JSON),
];

/// All of it as Rust has it, a line each.
fn of_rust() -> String {
    let mut text = String::new();
    for (name, size, fields) in layouts() {
        writeln!(text, "{name} {size}").expect("a line");
        for (field, at) in fields {
            writeln!(text, "{name}.{field} {at}").expect("a line");
        }
    }
    for (name, number) in numbers() {
        writeln!(text, "{name} {number}").expect("a line");
    }
    for (name, value) in NAMES {
        writeln!(text, "{name} {value}").expect("a line");
    }
    text
}

/// A program in C that says the same of the header.
fn program() -> String {
    let mut lines = String::new();
    for (name, _, fields) in layouts() {
        let size = format!(r#"printf("{name} %zu\n", sizeof({name}));"#);
        writeln!(lines, "{size}").expect("a line");
        for (field, _) in fields {
            let place = format!(r#"printf("{name}.{field} %zu\n", offsetof({name}, {field}));"#);
            writeln!(lines, "{place}").expect("a line");
        }
    }
    for (name, _) in numbers() {
        writeln!(lines, r#"printf("{name} %lld\n", (long long)({name}));"#).expect("a line");
    }
    for (name, _) in NAMES {
        writeln!(lines, r#"printf("{name} %s\n", {name});"#).expect("a line");
    }
    format!(
        "#include <stdio.h>\n#include \"kartoteka_plugin.h\"\nint main(void) {{\n{lines}return 0;\n}}\n"
    )
}

fn of_c() -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, binary) = (folder.path().join("layout.c"), folder.path().join("layout"));
    fs::write(&source, program()).expect("written");
    let include = format!("{}/../plugins/sdk/include", env!("CARGO_MANIFEST_DIR"));
    let mut compiler = Command::new("cc");
    compiler.args([
        "-std=c11",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-pedantic",
        "-I",
        &include,
    ]);
    let compiled = compiler.arg("-o").arg(&binary).arg(&source).status();
    assert!(
        compiled.expect("a C compiler").success(),
        "the header does not compile"
    );
    let said = Command::new(&binary).output().expect("the program");
    String::from_utf8(said.stdout).expect("text")
}

#[test]
fn the_header_and_the_types_are_one() {
    similar(&of_c(), &of_rust());
}

fn similar(one: &str, two: &str) {
    for (one, two) in one.lines().zip(two.lines()) {
        assert_eq!(one, two, "C says the former, Rust the latter");
    }
    assert_eq!(one.lines().count(), two.lines().count());
}

/// Binaries of partners were built against it: what stands here may grow at the ends alone.
#[test]
fn the_native_interface_is_pinned() {
    insta::assert_snapshot!("native_interface", of_rust());
}

#[test]
fn every_struct_of_the_header_is_looked_at() {
    let header = fs::read_to_string(format!("{}/../{HEADER}", env!("CARGO_MANIFEST_DIR")));
    let header = header.expect("the header");
    let comments = Regex::new(r"(?s)/\*.*?\*/").expect("a pattern");
    let header = comments.replace_all(&header, "");
    let structs =
        Regex::new(r"(?s)typedef struct (kt_\w+) \{(.*?)\n\} kt_\w+;").expect("a pattern");
    let known = layouts();
    for found in structs.captures_iter(&header) {
        let (name, body) = (&found[1], &found[2]);
        // The latter is of the helpers, and crosses nothing.
        if ["kt_nothing", "kt_headers"].contains(&name) {
            continue;
        }
        let known = known.iter().find(|(known, ..)| *known == name);
        let (_, _, fields) = known.unwrap_or_else(|| panic!("{name} is in the header alone"));
        assert_eq!(
            body.matches(';').count(),
            fields.len(),
            "{name} has other fields"
        );
    }
}

#[test]
fn the_header_is_c_plus_plus_too() {
    let header = format!("{}/../{HEADER}", env!("CARGO_MANIFEST_DIR"));
    let mut compiler = Command::new("c++");
    compiler.args([
        "-fsyntax-only",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-x",
        "c++",
        &header,
    ]);
    assert!(compiler.status().expect("a C++ compiler").success());
}
