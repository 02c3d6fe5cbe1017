//! Where there is nothing yet: on the card of a client of whom nothing is kept, and in a salon that has only just
//! switched it on.

use std::collections::BTreeSet;

use http::Method;
use kartoteka_plugin::{Locale, slots::CLIENT_SECTION};

use super::{
    super::{
        html::texts,
        report::{Report, Verdict, fault, not},
        stage::{Answer, Ask, HOME, OTHER, Stage},
    },
    languages::said_in_each,
    ours,
    pages::main_of,
    walk::Place,
};

pub(super) async fn run(stage: &Stage, report: &mut Report) {
    report.group("nothing yet");
    let mut sections = stage
        .manifest
        .slots
        .iter()
        .filter(|slot| slot.place == CLIENT_SECTION)
        .peekable();
    let places = stage
        .manifest
        .places
        .iter()
        .map(|place| place.path.as_str());
    let areas = stage
        .manifest
        .settings
        .iter()
        .map(|area| area.path.as_str());
    let pages: BTreeSet<&str> = places.chain(areas).collect();
    if sections.peek().is_none() && pages.is_empty() {
        let none = "it has neither sections nor places (plugin.toml, [[slots]], [[places]])";
        report.judged("its pages without anything on them", Err(not(none)));
    }
    for slot in sections {
        let name = format!(
            "{} {} of a client of whom nothing is kept",
            slot.place, slot.id
        );
        report
            .case(name, async {
                let client = stage.client("Neuling", "030 4545454").await.map_err(ours)?;
                let path = slot.path.replace("{about}", &client);
                let call = stage.call_of(HOME, Locale::En, |_| true).await?;
                let answer = stage.page_inside(&call, &path).await;
                // Nothing to say is an answer, too: the card leaves the section out then.
                if answer.status == 204 {
                    return Ok(());
                }
                says(&answer, &slot.path, "204 where there is nothing to say")?;
                said_in_each(stage, &Place::Piece(path)).await
            })
            .await;
    }
    let cookie = match pages.is_empty() {
        true => Ok(String::new()),
        false => stage.sign_in(OTHER, "otto@example.org").await,
    };
    for path in pages {
        report
            .case(format!("{path} in a salon that keeps nothing"), async {
                let cookie = cookie.as_ref().map_err(|why| ours(why.clone()))?;
                let mut ask = Ask::api(&Method::GET, "", "").with("cookie", cookie);
                ask.path = format!("/{OTHER}{path}");
                let answer = stage.ask(ask).await;
                says(
                    &answer,
                    path,
                    "a sentence that there is nothing yet, and the way to the first one",
                )
            })
            .await;
    }
}

fn says(answer: &Answer, path: &str, instead: &str) -> Verdict {
    let expected = "200 with a text, where there is nothing yet";
    let change = format!("the code of GET {path}: {instead}");
    match answer.status {
        200 if !texts(main_of(&answer.text())).is_empty() => Ok(()),
        200 => Err(fault(expected, "a page without a word", change)),
        _ => Err(fault(expected, answer.brief(), change)),
    }
}
