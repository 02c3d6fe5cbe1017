//! What a salon sets of the plugin: its defaults hold, and what its schema does not allow is refused.

use http::Method;
use serde_json::{Map, Value, json};

use super::{
    super::{
        report::{Report, Verdict, fault, not},
        stage::{Answer, Ask, HOME, Stage},
    },
    ours, refuses,
};

pub(super) async fn run(stage: &Stage, report: &mut Report) {
    report.group("settings");
    let Some(schema) = stage.manifest.settings_schema.clone() else {
        let none = "plugin.toml has no [settings_schema]";
        report.judged("what a salon sets of it", Err(not(none)));
        return;
    };
    report
        .case("its defaults are taken", async {
            let now = set_now(stage).await;
            match now.as_object() {
                Some(_) => well(&put(stage, &now).await),
                None => Err(ours(now.to_string())),
            }
        })
        .await;
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        for (what, wrong) in wrongs(property) {
            report
                .case(format!("{name} {what} is refused"), async {
                    let mut now = set_now(stage).await;
                    if property["writeOnly"] == true {
                        return Err(not("it is a secret"));
                    }
                    now[name.as_str()] = wrong;
                    let change = format!("plugin.toml, [settings_schema.properties.{name}]");
                    refuses(&put(stage, &now).await, &change)
                })
                .await;
        }
    }
    report
        .case("a setting that there is not is refused", async {
            let mut now = set_now(stage).await;
            now["no_such_setting"] = json!(1);
            refuses(
                &put(stage, &now).await,
                "plugin.toml, [settings_schema]: additionalProperties = false",
            )
        })
        .await;
}

async fn set_now(stage: &Stage) -> Value {
    let answer = stage.owner(Method::GET, &path(stage), None).await;
    answer.json()["settings"].clone()
}

fn path(stage: &Stage) -> String {
    format!("/features/{}/settings", stage.id())
}

async fn put(stage: &Stage, settings: &Value) -> Answer {
    let now = stage.owner(Method::GET, &path(stage), None).await;
    let ask = Ask::api(&Method::PUT, HOME, &path(stage)).by(&stage.token);
    let ask = ask.with("if-match", now.header("etag"));
    stage.ask(ask.json(&json!({"settings": settings}))).await
}

fn well(answer: &Answer) -> Verdict {
    match answer.is_success() {
        true => Ok(()),
        false => Err(fault(
            "200",
            answer.brief(),
            "plugin.toml, [settings_schema]: a default for each property, that the property allows; or check_settings takes them",
        )),
    }
}

/// What a property does not allow.
fn wrongs(property: &Value) -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    let number = |key: &str| property[key].as_i64();
    if let Some(least) = number("minimum") {
        all.push(("below its minimum", json!(least.saturating_sub(1))));
    }
    if let Some(most) = number("maximum") {
        all.push(("above its maximum", json!(most.saturating_add(1))));
    }
    if let Some(longest) = property["maxLength"]
        .as_u64()
        .and_then(|n| usize::try_from(n).ok())
    {
        all.push(("longer than it may be", json!("x".repeat(longest + 1))));
    }
    if property["enum"].is_array() {
        all.push(("of no known word", json!("no such word")));
    }
    if property["pattern"].is_string() {
        all.push(("of another pattern", json!("\u{1}")));
    }
    match property["type"].as_str() {
        Some("object") => all.push(("of another type", json!("x"))),
        Some(_) => all.push((
            "of another type",
            Value::Object(Map::from_iter([("x".to_owned(), json!(1))])),
        )),
        None => {}
    }
    all
}
