//! A small feature that is well, and what becomes of it when it is changed.

use axum::Router;
use kartoteka_plugin::{Locale, Module, module::Twins, text::Source};
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;

/// A feature made of what it says.
#[derive(Clone)]
pub(crate) struct Made {
    manifest: &'static str,
    sqlite: &'static [(&'static str, &'static str)],
    postgres: &'static [(&'static str, &'static str)],
    /// In every language.
    texts: &'static str,
    /// Instead of that, in German.
    german: Option<&'static str>,
    document: Value,
}

const MANIFEST: &str = r#"
id = "tips"
version = "0.1.0"
contract = "0.1"
names = { en = "Tips", de = "Trinkgeld", nl = "Fooien", pl = "Napiwki", it = "Mance" }
icon = "cake"
reads = ["core.clients/1"]
listens = ["core.client.registered/1"]
mail = true
hosts = ["tips.example"]
api = ["clients.read"]

[[permissions]]
name = "tips.read"
roles = ["owner", "staff"]

[[places]]
id = "tips"
icon = "cake"
path = "/tips"
permission = "tips.read"

[[slots]]
place = "client.section"
id = "given"
path = "/tips/slots/given/{about}"
permission = "tips.read"

[[hooks]]
name = "tips.may_give/1"
question = { type = "object" }
answer = { type = "object" }

[[answers]]
hook = "core.guard_booking/1"
failure = "open"

[[events]]
name = "tips.tip.given/1"
about = "Somebody gave a tip."
of_client = true

[[facts]]
name = "tips.total/1"
about = "All tips of a client."
permission = "tips.read"
schema = { type = "object" }

[settings_schema]
type = "object"
additionalProperties = false

[settings_schema.properties]
share_with = { type = "string", enum = ["all", "who_served"], default = "all" }

[[tables]]
name = "tips__given"
key = ["id"]
columns = { id = "uuid", client_id = "uuid", words = "text", at = "time" }

[[personal_data]]
table = "tips__given"
client = "client_id"
personal = ["client_id", "words"]
erase = { blank = { client_id = "null", words = "null" } }
"#;

const SQLITE: &str = "create table tips__given (
    salon_id  integer not null,
    id        blob not null,
    -- Who gave it.
    client_id blob,
    words     text,
    at        integer not null,
    primary key (salon_id, id)
);
";
const POSTGRES: &str = "create table tips__given (
    salon_id  uuid not null,
    id        uuid not null,
    -- Who gave it.
    client_id uuid,
    words     text,
    at        timestamptz not null,
    primary key (salon_id, id)
);
";
const TEXTS: &str = "tips-about = What was given.
tips-mail-about = Thanks to those who gave.
tips-hosts-about = What was given, without names.
permission-tips-read = See tips
place-tips = Tips
slot-tips-given = Tips
tips-table-given = Tips
tips-erases-given = Who gave it
event-tips-tip-given = { $who } took a tip
setting-tips-share-with = Tips go to
setting-tips-share-with-all = everybody
setting-tips-share-with-who-served = who served
";

impl Module for Made {
    fn manifest(&self) -> &'static str {
        self.manifest
    }

    fn api(&self) -> (Router, OpenApi) {
        let document = serde_json::from_value(self.document.clone()).expect("a document");
        (Router::new(), document)
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        let text = |locale: Locale| match (locale, self.german) {
            (Locale::De, Some(german)) => german,
            _ => self.texts,
        };
        Locale::ALL
            .map(|locale| (locale, "tips.ftl", text(locale)))
            .into()
    }

    fn migrations(&self) -> Twins {
        Twins {
            sqlite: self.sqlite,
            postgres: self.postgres,
        }
    }
}

/// The feature as it should be.
pub(crate) fn good() -> Made {
    Made {
        manifest: MANIFEST,
        sqlite: &[("0001_given", SQLITE)],
        postgres: &[("0001_given", POSTGRES)],
        texts: TEXTS,
        german: None,
        document: json!({
            "openapi": "3.1.0",
            "info": {"title": "tips", "version": "1"},
            "paths": {"/tips/given": {"get": {
                "operationId": "list_tips",
                "summary": "What was given.",
                "security": [{"bearer": ["tips.read"]}],
                "responses": {"200": {"description": "The tips"}},
            }}},
        }),
    }
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// The feature with something else in its manifest.
fn manifest(from: &str, to: &str) -> Made {
    assert!(MANIFEST.contains(from), "{from}");
    Made {
        manifest: leaked(MANIFEST.replacen(from, to, 1)),
        ..good()
    }
}

/// The feature without the text whose line begins so.
fn without_text(begins: &str) -> Made {
    assert!(TEXTS.contains(&format!("\n{begins}")), "{begins}");
    let lines = TEXTS.lines().filter(|line| !line.starts_with(begins));
    let texts: String = lines.map(|line| format!("{line}\n")).collect();
    Made {
        texts: leaked(texts),
        ..good()
    }
}

/// The feature with something else in its tables, on both engines.
fn tables(from: &str, to: &str) -> Made {
    assert!(SQLITE.contains(from) && POSTGRES.contains(from), "{from}");
    let of = |sql: &str| -> &'static [(&'static str, &'static str)] {
        let file = ("0001_given", leaked(sql.replacen(from, to, 1)));
        Box::leak(Box::new([file]))
    };
    Made {
        sqlite: of(SQLITE),
        postgres: of(POSTGRES),
        ..good()
    }
}

/// The feature with something else at a place of its document.
fn document(pointer: &str, value: Value) -> Made {
    let mut made = good();
    *made.document.pointer_mut(pointer).expect("a place") = value;
    made
}

/// Bad features: the rule that finds each, what is wrong with it, and itself.
pub(crate) fn all() -> Vec<(&'static str, &'static str, Made)> {
    let operation = "/paths/~1tips~1given/get";
    let mut elsewhere = good();
    let item = elsewhere.document["paths"]["/tips/given"].clone();
    elsewhere.document["paths"] = json!({"/clients/tips": item});
    vec![
        ("id", "no manifest", manifest("id = \"tips\"", "id = ")),
        ("id", "capitals", manifest("id = \"tips\"", "id = \"Tips\"")),
        (
            "id",
            "reserved",
            manifest("id = \"tips\"", "id = \"clients\""),
        ),
        (
            "contract",
            "of another time",
            manifest("contract = \"0.1\"", "contract = \"7.0\""),
        ),
        ("names", "not in Polish", manifest("pl = \"Napiwki\", ", "")),
        (
            "icon",
            "unknown",
            manifest("icon = \"cake\"", "icon = \"pie\""),
        ),
        (
            "requires",
            "itself",
            manifest(
                "icon = \"cake\"\nreads",
                "icon = \"cake\"\nrequires = [\"tips\"]\nreads",
            ),
        ),
        (
            "permissions",
            "of another",
            manifest("name = \"tips.read\"", "name = \"clients.read\""),
        ),
        (
            "permissions",
            "no role",
            manifest("[\"owner\", \"staff\"]", "[\"owner\", \"guest\"]"),
        ),
        (
            "permissions",
            "not the owner's",
            manifest("[\"owner\", \"staff\"]", "[\"staff\"]"),
        ),
        (
            "places",
            "elsewhere",
            manifest("path = \"/tips\"", "path = \"/clients\""),
        ),
        (
            "places",
            "by another's permission",
            manifest(
                "path = \"/tips\"\npermission = \"tips.read\"",
                "path = \"/tips\"\npermission = \"clients.read\"",
            ),
        ),
        ("slots", "nowhere", manifest("client.section", "client.hat")),
        (
            "slots",
            "elsewhere",
            manifest("/tips/slots", "/clients/slots"),
        ),
        (
            "reads",
            "what nobody offers",
            manifest("core.clients/1", "core.clients/9"),
        ),
        (
            "reads",
            "a view in the name of another",
            manifest(
                "[[permissions]]",
                "[[views]]\nname = \"core.clients/1\"\ntable = \"tips__given\"\n\n[[permissions]]",
            ),
        ),
        (
            "reads",
            "a view of a table of another",
            manifest(
                "[[permissions]]",
                "[[views]]\nname = \"tips.all/1\"\ntable = \"clients\"\n\n[[permissions]]",
            ),
        ),
        (
            "hooks",
            "of another",
            manifest("tips.may_give/1", "core.may_give/1"),
        ),
        (
            "hooks",
            "no schema",
            manifest(
                "question = { type = \"object\" }",
                "question = { type = \"thing\" }",
            ),
        ),
        (
            "api",
            "a permission that nobody brings",
            manifest("api = [\"clients.read\"]", "api = [\"clients.raed\"]"),
        ),
        (
            "api",
            "a permission of its own",
            manifest("api = [\"clients.read\"]", "api = [\"tips.read\"]"),
        ),
        (
            "hosts",
            "with a scheme",
            manifest(
                "hosts = [\"tips.example\"]",
                "hosts = [\"https://tips.example\"]",
            ),
        ),
        (
            "hosts",
            "with a path",
            manifest(
                "hosts = [\"tips.example\"]",
                "hosts = [\"tips.example/v1\"]",
            ),
        ),
        (
            "hosts",
            "a wildcard",
            manifest("hosts = [\"tips.example\"]", "hosts = [\"*.tips.example\"]"),
        ),
        (
            "hosts",
            "an address",
            manifest("hosts = [\"tips.example\"]", "hosts = [\"192.0.2.1\"]"),
        ),
        (
            "hosts",
            "an address in disguise",
            manifest("hosts = [\"tips.example\"]", "hosts = [\"0x7f.1\"]"),
        ),
        (
            "hosts",
            "in capitals",
            manifest("hosts = [\"tips.example\"]", "hosts = [\"Tips.example\"]"),
        ),
        (
            "answers",
            "what nobody asks",
            manifest("core.guard_booking/1", "core.guard_door/1"),
        ),
        (
            "answers",
            "too slow",
            manifest(
                "failure = \"open\"",
                "failure = \"open\"\nmilliseconds = 900",
            ),
        ),
        (
            "events",
            "of another",
            manifest("tips.tip.given/1", "core.tip.given/1"),
        ),
        (
            "events",
            "for who may do something else",
            manifest(
                "of_client = true",
                "of_client = true\npermission = \"clients.read\"",
            ),
        ),
        (
            "events",
            "what nobody tells",
            manifest("core.client.registered/1", "core.client.born/1"),
        ),
        (
            "facts",
            "of another",
            manifest("tips.total/1", "core.total/1"),
        ),
        (
            "facts",
            "for everyone",
            manifest(
                "about = \"All tips of a client.\"\npermission = \"tips.read\"",
                "about = \"All tips of a client.\"\npermission = \"nobody.knows\"",
            ),
        ),
        (
            "tables",
            "one engine only",
            Made {
                sqlite: &[],
                ..good()
            },
        ),
        ("tables", "a foreign name", tables("tips__given", "clients")),
        (
            "tables",
            "a column more",
            tables("words     text,", "words     text,\n    more      text,"),
        ),
        (
            "tables",
            "another kind",
            manifest("words = \"text\"", "words = \"int\""),
        ),
        (
            "keys",
            "without the salon",
            tables("primary key (salon_id, id)", "primary key (id)"),
        ),
        (
            "erasure",
            "forgotten",
            manifest(
                "[[personal_data]]\ntable = \"tips__given\"\nclient = \"client_id\"\npersonal = [\"client_id\", \"words\"]\nerase = { blank = { client_id = \"null\", words = \"null\" } }",
                "",
            ),
        ),
        (
            "erasure",
            "half done",
            manifest(
                "client_id = \"null\", words = \"null\"",
                "client_id = \"null\"",
            ),
        ),
        (
            "erasure",
            "of no column",
            manifest("\"client_id\", \"words\"", "\"client_id\", \"face\""),
        ),
        (
            "texts",
            "no sentence",
            Made {
                texts: leaked(TEXTS.replace("tips-about", "tips-abuot")),
                ..good()
            },
        ),
        (
            "texts",
            "mails of which nothing is said",
            Made {
                texts: leaked(TEXTS.replace("tips-mail-about", "tips-mail-abuot")),
                ..good()
            },
        ),
        (
            "texts",
            "hosts of which nothing is said",
            Made {
                texts: leaked(TEXTS.replace("tips-hosts-about", "tips-hosts-abuot")),
                ..good()
            },
        ),
        (
            "texts",
            "another in German",
            Made {
                german: Some(leaked(format!("{TEXTS}tips-mehr = Mehr\n"))),
                ..good()
            },
        ),
        (
            "texts",
            "somebody else's",
            Made {
                texts: leaked(format!("{TEXTS}clients-list = My clients\n")),
                ..good()
            },
        ),
        (
            "texts",
            "an event that a card cannot tell of",
            without_text("event-tips-tip-given"),
        ),
        (
            "texts",
            "a setting without a label",
            without_text("setting-tips-share-with "),
        ),
        (
            "texts",
            "a choice without a word",
            without_text("setting-tips-share-with-who-served"),
        ),
        (
            "texts",
            "an error of the registry's",
            Made {
                texts: leaked(format!("{TEXTS}field-no_such_client = Who?\n")),
                ..good()
            },
        ),
        (
            "texts",
            "a field of the host's",
            Made {
                texts: leaked(format!("{TEXTS}field-required = More!\n")),
                ..good()
            },
        ),
        (
            "settings",
            "of no form",
            manifest(
                "type = \"string\", enum = [\"all\", \"who_served\"], default = \"all\"",
                "type = \"null\"",
            ),
        ),
        (
            "settings",
            "a default that is no choice",
            manifest("default = \"all\"", "default = \"none\""),
        ),
        (
            "settings",
            "open to more",
            manifest("additionalProperties = false\n", ""),
        ),
        (
            "texts",
            "no Fluent",
            Made {
                texts: "tips-about = {\n",
                ..good()
            },
        ),
        ("doors", "elsewhere", elsewhere),
        (
            "doors",
            "open to all",
            document(&format!("{operation}/security"), json!([])),
        ),
        (
            "doors",
            "by another's key",
            document(
                &format!("{operation}/security/0/bearer/0"),
                json!("clients.read"),
            ),
        ),
        (
            "doors",
            "says nothing",
            document(&format!("{operation}/summary"), Value::Null),
        ),
        (
            "doors",
            "never succeeds",
            document(
                &format!("{operation}/responses"),
                json!({"404": {"description": "never"}}),
            ),
        ),
    ]
}
