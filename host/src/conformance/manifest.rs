//! The manifest: complete, and in tune with what others declare.

use std::collections::BTreeSet;

use kartoteka_plugin::{Locale, slots};

use super::{Bench, CONTRACT, Others};
use crate::{registry, services::is_host};

/// First segments that no feature may have.
pub(super) const RESERVED: [&str; 12] = [
    "api",
    "assets",
    "booking-checks",
    "clients",
    "core",
    "features",
    "health",
    "host",
    "imports",
    "region",
    "settings",
    "sources",
];

const ROLES: [&str; 3] = ["owner", "manager", "staff"];

pub(super) fn judge(bench: &mut Bench<'_>, others: &Others) {
    identity(bench);
    permissions(bench);
    appearance(bench);
    conversation(bench, others);
}

fn icons() -> BTreeSet<&'static str> {
    include_str!("../../assets/icons.txt")
        .split_whitespace()
        .collect()
}

fn no_icon(name: &str) -> String {
    format!(
        "there is no icon \"{name}\": OFFERS.md beside the contract lists those that there are, and /styleguide of a \
         host that develops draws them"
    )
}

fn identity(bench: &mut Bench<'_>) {
    let manifest = bench.manifest;
    let id = &manifest.id;
    bench.must("id", registry::is_id(id), || format!("\"{id}\" is no id"));
    bench.must("id", !RESERVED.contains(&id.as_str()), || {
        format!("{id} is reserved")
    });
    bench.must("id", manifest.is_feature(), || {
        "only the registry has segments".to_owned()
    });
    bench.must("contract", manifest.contract == CONTRACT, || {
        format!(
            "it is written against {}, and this host keeps {CONTRACT}",
            manifest.contract
        )
    });
    for locale in Locale::ALL {
        let named = manifest
            .names
            .get(locale.code())
            .is_some_and(|name| !name.trim().is_empty());
        bench.must("names", named, || {
            format!("it has no name in {}", locale.code())
        });
    }
    bench.must("icon", icons().contains(manifest.icon.as_str()), || {
        no_icon(&manifest.icon)
    });
    for other in manifest.requires.iter().chain(&manifest.works_with) {
        bench.must("requires", other != id, || "it names itself".to_owned());
    }
}

fn permissions(bench: &mut Bench<'_>) {
    let manifest = bench.manifest;
    for permission in &manifest.permissions {
        let name = &permission.name;
        let own = name.starts_with(&format!("{}.", manifest.id));
        bench.must("permissions", own, || {
            format!(
                "{name} does not begin with its id and a dot: {}.…",
                manifest.id
            )
        });
        let known = permission
            .roles
            .iter()
            .all(|role| ROLES.contains(&role.as_str()));
        bench.must("permissions", known, || {
            format!("{name} is for a role that there is not")
        });
        let owner = permission.roles.iter().any(|role| role == "owner");
        bench.must("permissions", owner, || {
            format!("owners do not have {name}")
        });
    }
}

fn appearance(bench: &mut Bench<'_>) {
    let manifest = bench.manifest;
    let below = |path: &str| {
        let rest = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(&*manifest.id));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let areas = manifest
        .settings
        .iter()
        .map(|area| (&area.path, &area.permission));
    let places = manifest
        .places
        .iter()
        .map(|place| (&place.path, &place.permission));
    for (path, permission) in places.chain(areas) {
        bench.must("places", below(path), || {
            format!("{path} is not below its own")
        });
        let known = bench.has(permission);
        bench.must("places", known, || {
            format!("{path} needs {permission}, which it does not bring")
        });
    }
    for place in &manifest.places {
        bench.must("places", icons().contains(place.icon.as_str()), || {
            no_icon(&place.icon)
        });
    }
    for slot in &manifest.slots {
        let id = &slot.id;
        let known = slots::PLACES.contains(&slot.place.as_str());
        bench.must("slots", known, || {
            format!("{id}: there is no place {}", slot.place)
        });
        bench.must("slots", below(&slot.path), || {
            format!("{id}: {} leads elsewhere", slot.path)
        });
        let known = bench.has(&slot.permission);
        bench.must("slots", known, || {
            format!("{id} needs {}, which it does not bring", slot.permission)
        });
    }
}

fn conversation(bench: &mut Bench<'_>, others: &Others) {
    let manifest = bench.manifest;
    let schema = |schema: &serde_json::Value| jsonschema::validator_for(schema).is_ok();
    for view in &manifest.reads {
        let known = others.views.contains(view);
        bench.must("reads", known, || {
            format!("it reads {view}, which nobody offers")
        });
    }
    // The fence lets who reads a view name its table, whoever that is of.
    for view in &manifest.views {
        let own = bench.is_own(&view.name) && view.table.starts_with(&manifest.table_prefix());
        bench.must("reads", own, || {
            format!("the view {} of {} is not its own", view.name, view.table)
        });
    }
    for permission in &manifest.api {
        let known = others.permissions.contains(permission);
        bench.must("api", known, || {
            format!("it uses {permission}, which nobody else brings")
        });
    }
    for host in &manifest.hosts {
        bench.must("hosts", is_host(host), || {
            format!("\"{host}\" is no exact name of a host in lower case, perhaps with a port")
        });
    }
    for hook in &manifest.hooks {
        let own = bench.is_own(&hook.name);
        bench.must("hooks", own, || {
            format!("{} is no name of its own", hook.name)
        });
        let valid = schema(&hook.question) && schema(&hook.answer);
        bench.must("hooks", valid, || {
            format!("{}: its schemas are none", hook.name)
        });
    }
    for answers in &manifest.answers {
        let hook = &answers.hook;
        let known = others.hooks.contains(hook);
        bench.must("answers", known, || {
            format!("it answers {hook}, which nobody asks")
        });
        let fair = (1..=500).contains(&answers.milliseconds);
        bench.must("answers", fair, || {
            format!("{hook}: it has from 1 to 500 ms")
        });
    }
    for event in &manifest.events {
        let own = bench.is_own(&event.name);
        bench.must("events", own, || {
            format!("{} is no name of its own", event.name)
        });
        let valid = event.payload.as_ref().is_none_or(schema);
        bench.must("events", valid, || {
            format!("{}: its schema is none", event.name)
        });
        bench.must("events", !event.about.is_empty(), || {
            format!("{} says nothing", event.name)
        });
        // The history of a card shows it to who holds the permission, and to nobody else.
        let reader = manifest.reader_of(event);
        let known = match reader {
            Some(permission) => bench.has(permission),
            None => !event.of_client,
        };
        bench.must("events", known, || {
            let needs = reader.unwrap_or("a permission");
            format!("{} needs {needs}, which it does not bring", event.name)
        });
    }
    for name in &manifest.listens {
        let known = others.events.contains(name);
        bench.must("events", known, || {
            format!("it listens to {name}, which nobody tells")
        });
    }
    for fact in &manifest.facts {
        let own = bench.is_own(&fact.name);
        bench.must("facts", own, || {
            format!("{} is no name of its own", fact.name)
        });
        bench.must("facts", schema(&fact.schema), || {
            format!("{}: its schema is none", fact.name)
        });
        let known = bench.has(&fact.permission);
        bench.must("facts", known, || {
            format!(
                "{} needs {}, which it does not bring",
                fact.name, fact.permission
            )
        });
    }
}
