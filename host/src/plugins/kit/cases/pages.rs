//! Pages: in five languages, whole, and for nobody who may not.

use std::collections::BTreeMap;

use http::Method;
use kartoteka_plugin::Locale;

use super::{
    super::{
        report::{Report, Verdict, fault, not},
        samples::filled,
        stage::{Ask, HOME, OTHER, Stage},
    },
    is,
    markup::{missing, whole},
};

/// A request for a page of [`HOME`] by who is signed in.
pub(super) fn page(stage: &Stage, path: &str, language: &str) -> Ask {
    let mut ask = Ask::api(&Method::GET, "", "");
    ask.path = format!("/{HOME}{path}");
    ask.with("cookie", &stage.cookie)
        .with("accept-language", language)
}

/// All pages that are known, each with the permission that it asks for.
pub(super) fn pages(stage: &Stage) -> BTreeMap<String, String> {
    let places = stage
        .manifest
        .places
        .iter()
        .map(|p| (p.path.clone(), p.permission.clone()));
    let areas = stage
        .manifest
        .settings
        .iter()
        .map(|a| (a.path.clone(), a.permission.clone()));
    let more = stage.samples.pages.iter();
    let more = more.map(|(path, needs)| (filled(path, &stage.things), needs.clone()));
    places.chain(areas).chain(more).collect()
}

pub(super) async fn run(stage: &Stage, report: &mut Report) {
    report.group("pages");
    let all = pages(stage);
    if all.is_empty() {
        let none = "it has no page of its own (plugin.toml, [[places]]; samples.toml, [pages])";
        report.judged("its pages", Err(not(none)));
    }
    for (path, needs) in &all {
        for locale in Locale::ALL {
            let name = format!("{path} in {}", locale.code());
            report.case(name, shown(stage, path, locale)).await;
        }
        report
            .case(format!("{path} without sign-in"), async {
                let mut ask = page(stage, path, "en");
                ask.headers.retain(|(name, _)| name != "cookie");
                let answer = stage.ask(ask).await;
                match answer.header("location").starts_with("/sign-in") {
                    true => Ok(()),
                    false => Err(fault(
                        "a way to the sign-in",
                        answer.brief(),
                        "nothing: tell who runs the project",
                    )),
                }
            })
            .await;
        report
            .case(format!("{path} of a salon that is not theirs"), async {
                let mut ask = page(stage, path, "en");
                ask.path = ask.path.replacen(HOME, OTHER, 1);
                is(
                    &stage.ask(ask).await,
                    404,
                    "",
                    "nothing: the host answers for it; tell who runs the project",
                )
                .or_else(|ended| plainly(ended, 404))
            })
            .await;
        report
            .case(
                format!("{path} without its permission"),
                without(stage, path, needs),
            )
            .await;
    }
}

/// For people no problem is said as JSON: a page of the same status is as good.
fn plainly(ended: super::Ended, status: u16) -> Verdict {
    match ended {
        super::Ended::Failed(fault) if fault.came.starts_with(&status.to_string()) => Ok(()),
        other => Err(other),
    }
}

/// The page as it is put together for a reader without the permission, from within: there is no session of such a
/// one here.
async fn without(stage: &Stage, path: &str, needs: &str) -> Verdict {
    let call = stage
        .call_of(HOME, Locale::En, |name| name != needs)
        .await?;
    let answer = stage.page_inside(&call, path).await;
    match answer.status {
        403 | 404 => Ok(()),
        _ => Err(fault(
            "403",
            answer.brief(),
            format!("the code of GET {path}: ask for {needs} on the first line of the operation"),
        )),
    }
}

pub(super) async fn shown(stage: &Stage, path: &str, locale: Locale) -> Verdict {
    let answer = stage.ask(page(stage, path, locale.code())).await;
    let code = locale.code();
    if answer.status != 200 {
        return Err(fault(
            "200",
            answer.brief(),
            format!(
                "the code of GET {path}; or samples.toml, [pages]: a page that is there, with {{names}} of what the samples make"
            ),
        ));
    }
    let text = answer.text();
    let title = between(&text, "<title>", "</title>");
    if title.trim().is_empty() || title.trim_start().starts_with('·') {
        return Err(fault(
            "a title",
            title,
            format!("the code of GET {path}: give the page a title (Page::new)"),
        ));
    }
    if !text.contains(&format!("<html lang=\"{code}\"")) {
        return Err(fault(
            format!("a page in {code}"),
            between(&text, "<html", ">"),
            "nothing: tell who runs the project",
        ));
    }
    let main = main_of(&text);
    whole(main, path)?;
    missing(stage, title, path, code)?;
    missing(stage, main, path, code)
}

/// What of a page is the plugin's own; all of a piece.
pub(super) fn main_of(text: &str) -> &str {
    let main = text
        .split_once("<main")
        .and_then(|(_, rest)| rest.split_once('>'));
    main.map_or(text, |(_, rest)| {
        rest.split_once("</main>").map_or(rest, |(main, _)| main)
    })
}

/// What stands between two marks; nothing where one is not there.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).map_or("", |(_, rest)| rest);
    rest.split_once(to).map_or("", |(inner, _)| inner)
}
