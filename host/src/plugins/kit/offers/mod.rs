//! What a host offers to plugins, as a document beside the contract: questions, events, facts, views, places, icons
//! and codes, gathered from those who declare them.

mod schema;

use std::fmt::Write as _;

use kartoteka_plugin::{Locale, Manifest, slots::*};
use serde_json::json;

use crate::{
    modules,
    registry::{Loaded, Registry},
    storage::{migrate::EngineKind, sqlite::Plans},
};

const HEAD: &str = "\
# What a host offers

Made of what the registry and the features of this version declare; names with a number never change their meaning.
What is another feature's is there only where the salon has that feature on: say `works_with` or `requires`.

";

const PLACES: &str = "\
## Places of pages

Each `[[slots]]` of the manifest names a place, a route of the plugin's own pages, and the permission without which it
is not asked. An answer that is no `200` shows nothing; `404` says that there is nothing about this client.

| place | about | answered with |
|---|---|---|
| `client.section` | `{about}`, the client's id | a piece of HTML, the body alone: the host draws the heading. Classes: `/styleguide` of a host that develops |
| `client.actions` | `{about}`, the client's id | JSON, a list of actions |
| `client.marks` | `{about}`, ids of clients with commas between | JSON, an object of lists of marks by id; who has none may be absent |
| `phone.link` | nothing | JSON, what a phone number becomes |

Beside these, `[[places]]` puts an entry into the rail, and `[[settings]]` an area into the salon's settings; each is
a whole page of the plugin's.

";

const ADDRESSES: &str = "\
## Addresses to lead to

All begin with the salon: `/<slug>` for pages, `/api/v1/salons/<slug>` for the API.

| address | is |
|---|---|
| `/clients` | the list of clients |
| `/clients/<id>` | the card of one; `#section-<feature>-<slot>` is a section of it |
| `/features` | what the salon has switched on |
| `/features/<id>/settings` | the settings of a feature |
| `/<id>/…` | a plugin's own pages and, below the API, its doors |

";

/// The document.
///
/// # Errors
/// Names a module whose manifest or migrations are none.
pub fn offers() -> Result<String, String> {
    let registry = Registry::new(modules::linked())?;
    let plans = Plans::on(&registry.migrations(EngineKind::Sqlite))?;
    let mut out = HEAD.to_owned();
    for (title, of_one) in [
        ("Questions that are asked (`[[answers]]`)", hooks as Part),
        ("Events (`listens`)", events),
        ("Facts about clients", facts),
    ] {
        let all = registry.iter().map(|loaded| of_one(&loaded.manifest));
        let _ = writeln!(out, "## {title}\n\n{}", all.collect::<String>());
    }
    out.push_str("## Views (`reads`)\n\n");
    for loaded in registry.iter() {
        out.push_str(&views(&loaded.manifest, &plans)?);
    }
    out.push_str(PLACES);
    out.push_str(&shapes());
    out.push_str(ADDRESSES);
    out.push_str(&icons());
    out.push_str(&codes(&registry));
    Ok(out.trim_end().to_owned() + "\n")
}

type Part = fn(&Manifest) -> String;

fn hooks(manifest: &Manifest) -> String {
    let one = |hook: &kartoteka_plugin::manifest::Hook| {
        let also_off = match hook.also_off {
            true => " Features that are off are asked, too.",
            false => "",
        };
        format!(
            "### `{}`\n\n{}{also_off}\n\nThe question:\n\n{}\nThe answer:\n\n{}\n",
            hook.name,
            hook.about,
            schema::members(&hook.question),
            schema::members(&hook.answer)
        )
    };
    manifest.hooks.iter().map(one).collect()
}

fn events(manifest: &Manifest) -> String {
    let one = |event: &kartoteka_plugin::manifest::DeclaredEvent| {
        let client = match event.of_client {
            true => " Its subject is the client.",
            false => "",
        };
        let payload = event.payload.as_ref().map(schema::members);
        let payload = payload.filter(|members| !members.is_empty());
        let payload = payload.map(|members| format!("\n`before` and `after`:\n\n{members}"));
        format!(
            "### `{}`\n\n{}{client}\n{}\n",
            event.name,
            event.about,
            payload.unwrap_or_default()
        )
    };
    manifest.events.iter().map(one).collect()
}

fn facts(manifest: &Manifest) -> String {
    let one = |fact: &kartoteka_plugin::manifest::DeclaredFact| {
        format!(
            "### `{}`\n\n{} For who may `{}`.\n\n{}\n",
            fact.name,
            fact.about,
            fact.permission,
            schema::value(&fact.schema)
        )
    };
    manifest.facts.iter().map(one).collect()
}

fn views(manifest: &Manifest, plans: &Plans) -> Result<String, String> {
    let mut out = String::new();
    for view in &manifest.views {
        let columns = plans.columns(&view.table)?.join(", ");
        let _ = writeln!(
            out,
            "### `{}`\n\n`{} ({columns})`. {}\n",
            view.name, view.table, view.about
        );
    }
    Ok(out)
}

/// What is answered at places, as it is written.
fn shapes() -> String {
    let action = Action {
        word: "Print".to_owned(),
        icon: "printer".to_owned(),
        path: "/acme-tips/clients/<id>/sheet".to_owned(),
        danger: false,
    };
    let mark = Mark {
        kind: "look".into(),
        icon: "cake".into(),
        word: "Birthday".to_owned(),
        before_calling: true,
    };
    let link = PhoneLink {
        before: "tel:".to_owned(),
        number: NumberForm::default(),
        after: String::new(),
        word: "Call".to_owned(),
    };
    format!(
        "An action, whose page is below the salon; `danger` where it takes something away from somebody: `{}`\n\n\
         A mark, of the kind `stop`, `look`, `done` or none; `before_calling` where it is to be read before somebody \
         calls: `{}`\n\n\
         What a phone number becomes, the address being `before`, the number, `after`: `{}`\n\n",
        json!(action),
        json!(mark),
        json!(link)
    )
}

fn icons() -> String {
    let all = include_str!("../../../../assets/icons.txt").split_whitespace();
    let all: Vec<_> = all.map(|name| format!("`{name}`")).collect();
    format!("## Icons\n\n{}\n\n", all.join(", "))
}

/// Codes that have their sentences, in English.
fn codes(registry: &Registry) -> String {
    let host = [
        include_str!("../../../../locale/en/host.ftl"),
        include_str!("../../../../locale/en/settings.ftl"),
    ];
    let of_core = |loaded: &&Loaded| !loaded.manifest.is_feature();
    let core = registry.iter().filter(of_core).flat_map(|loaded| {
        let texts = loaded.module.texts().into_iter();
        texts.filter_map(|(locale, _, text)| (locale == Locale::En).then_some(text))
    });
    let texts = core.fold(host.join("\n"), |all, text| all + "\n" + text);
    let mut out = "\
## Codes that have their sentences

Of the host and the registry, for whoever finds them to fit. One of your own begins with your id
(`acme_tips_too_generous`) and has its sentence in five languages. What stands in `{ }` is an argument.

"
    .to_owned();
    for (prefix, title) in [("field-", "Of a field"), ("error-", "Of a problem")] {
        let _ = writeln!(out, "{title}:\n\n| code | says |\n|---|---|");
        let lines = texts.lines().filter_map(|line| line.strip_prefix(prefix));
        for (code, says) in lines.filter_map(|line| line.split_once(" = ")) {
            let says = match says.trim_end().ends_with("->") {
                true => "by its argument".to_owned(),
                false => says.replace('|', "/"),
            };
            let _ = writeln!(out, "| `{code}` | {says} |");
        }
        out.push('\n');
    }
    out
}
