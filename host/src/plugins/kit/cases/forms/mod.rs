//! Forms, sent as browsers send them: filled in, what they ask for is done; empty, they say what is missing.

mod sending;

use std::collections::BTreeSet;

use http::Method;
use kartoteka_plugin::Locale;
use serde_json::Value;

use sending::{Sent, send};

use super::{
    super::{
        forms::{Fill, Form, forms},
        html::texts,
        report::{Ended, Report, Verdict, fault, not},
        stage::{Answer, HOME, Stage},
    },
    links::lost_way,
    markup::missing,
    ours, pages,
    walk::{Found, Leads, Place, html_of, leads, shape},
};

/// A form of a page, found again by what it looks like: its ids differ from time to time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sight {
    action: String,
    posts: bool,
    fields: Vec<String>,
    button: Option<(String, String)>,
}

/// A form, and the page that it stands on.
struct Standing<'f> {
    place: &'f Place,
    sight: Sight,
    is_filled_in: bool,
}

fn sight(stage: &Stage, place: &Place, form: &Form) -> Sight {
    let action = match target(stage, place, form) {
        Ok(Some(path)) => shape(&path),
        Ok(None) | Err(_) => form.action.clone(),
    };
    Sight {
        action,
        posts: form.posts,
        fields: form.fields.iter().map(|field| field.name.clone()).collect(),
        button: form.button.clone(),
    }
}

/// Where a form leads, below the salon; nothing where that is not the plugin's.
fn target(stage: &Stage, place: &Place, form: &Form) -> Result<Option<String>, Ended> {
    if form.action.is_empty() {
        return match place {
            Place::Page(path) => Ok(Some(path.clone())),
            Place::Piece(path) => Err(fault(
                "a form with an action: a section stands on the page of a card",
                "none",
                format!(
                    "the template of {}: action=\"/<slug>/{}/…\"",
                    shape(path),
                    stage.id()
                ),
            )),
        };
    }
    match leads(stage, place, &form.action) {
        Leads::Own(path) => Ok(Some(path)),
        Leads::Nowhere => Err(lost_way(&form.action, &place.name())),
        Leads::Away => Ok(None),
    }
}

pub(super) async fn run(stage: &Stage, report: &mut Report, found: &[Found]) {
    report.group("forms");
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for page in found {
        for form in forms(page.html()) {
            let sight = sight(stage, &page.place, &form);
            if seen.insert(sight.clone()) {
                all.push(Standing {
                    place: &page.place,
                    sight,
                    is_filled_in: form.is_filled_in(),
                });
            }
        }
    }
    if all.is_empty() {
        report.judged(
            "its forms",
            Err(not("no page and no section of it has one")),
        );
    }
    // Those last that are a button alone: they may take away what others are about.
    all.sort_by_key(|one| !one.is_filled_in);
    for one in &all {
        let name = name(one);
        if one.is_filled_in && one.sight.posts {
            report
                .case(format!("{name}, sent empty"), empty(stage, one))
                .await;
        }
        let how = if one.is_filled_in {
            "filled in"
        } else {
            "pressed"
        };
        report
            .case(format!("{name}, {how}"), full(stage, one))
            .await;
    }
}

fn name(one: &Standing<'_>) -> String {
    let Sight {
        action,
        posts,
        button,
        ..
    } = &one.sight;
    let method = if *posts { Method::POST } else { Method::GET };
    let button = button
        .as_ref()
        .map(|(name, value)| format!(" by {name}={value}"));
    format!(
        "{method} {action} of {}{}",
        one.place.name(),
        button.unwrap_or_default()
    )
}

/// The form as it stands there now, and the page.
async fn now(stage: &Stage, one: &Standing<'_>) -> Result<(Form, Answer), Ended> {
    let answer = one.place.asked(stage, Locale::En).await?;
    let mut all = forms(html_of(&answer)).into_iter();
    let found = all.find(|form| sight(stage, one.place, form) == one.sight);
    let form = found.ok_or_else(|| {
        not("it is not there any more: another form has taken away what it is about")
    })?;
    Ok((form, answer))
}

fn code(one: &Standing<'_>) -> String {
    let method = if one.sight.posts {
        Method::POST
    } else {
        Method::GET
    };
    format!("the code of {method} {} (for browsers)", one.sight.action)
}

/// What an answer says to who sent the form.
fn words(answer: &Answer) -> String {
    match texts(html_of(answer)).join(" ") {
        said if said.is_empty() => answer.brief(),
        said => format!("{} {said}", answer.status),
    }
}

/// Filled in, it is done: there is a way back, or a page; and what was typed is somewhere.
async fn full(stage: &Stage, one: &Standing<'_>) -> Verdict {
    let before = stage.kept(HOME).await.map_err(ours)?;
    let mut first = None;
    for fill in [Fill::All, Fill::Least] {
        let (form, page) = now(stage, one).await?;
        let sent = send(stage, one, &form, fill).await?;
        match sent.answer.status {
            200..400 => return done(stage, one, &sent, (&before, &page)).await,
            400..500 => drop(first.get_or_insert(sent.answer)),
            _ => {
                return Err(fault(
                    "a way back (303), or a page",
                    sent.answer.brief(),
                    code(one),
                ));
            }
        }
    }
    let came = first.map_or_else(String::new, |answer| words(&answer));
    let change = format!(
        "{}: the fields as the form calls them; or samples.toml, [forms], \"{}\" = {{ <field> = \"…\" }} with what its fields take",
        code(one),
        one.sight.action
    );
    Err(fault(
        "that what is filled in is taken: a way back (303), or a page",
        came,
        change,
    ))
}

async fn done(
    stage: &Stage,
    one: &Standing<'_>,
    sent: &Sent,
    (kept, page): (&Value, &Answer),
) -> Verdict {
    let mut after = None;
    if (300..400).contains(&sent.answer.status) {
        let place = sent.answer.header("location");
        let below = place.strip_prefix(&format!("/{HOME}"));
        let back = match below {
            Some(path) => stage.ask(pages::page(stage, path, "en")).await,
            None => {
                let change = format!(
                    "{}: lead back by 303 to a page of the salon (pages::see_other)",
                    code(one)
                );
                return Err(fault(
                    format!("Location: /{HOME}/…"),
                    format!("\"{place}\""),
                    change,
                ));
            }
        };
        if !(200..400).contains(&back.status) {
            let change = format!("{}: lead back to a page that is there", code(one));
            return Err(fault(format!("a page at {place}"), back.brief(), change));
        }
        after = Some(back);
    }
    if !one.sight.posts || !sent.said_more {
        return Ok(());
    }
    // It stands in a table, on the page with the form, or where one is led.
    let is_kept = stage.kept(HOME).await.map_err(ours)? != *kept;
    let again = one.place.asked(stage, Locale::En).await?;
    let is_shown = html_of(&again) != html_of(page);
    match is_kept || is_shown || after.is_none() {
        true => Ok(()),
        false => Err(fault(
            "that what was typed is kept",
            format!("{} and all as it was", sent.answer.brief()),
            format!("{}: do what the form asks for, and commit", code(one)),
        )),
    }
}

/// Empty, it is no failure; and where it cannot do without words, it says so.
async fn empty(stage: &Stage, one: &Standing<'_>) -> Verdict {
    let (form, _) = now(stage, one).await?;
    let Sent { answer, .. } = send(stage, one, &form, Fill::Nothing).await?;
    match answer.status {
        200..400 if !form.needs_words() => Ok(()),
        400..500 => says_why(stage, one, &form, &answer).await,
        _ => Err(fault(
            "a page that says what is missing (422): browsers send what they like",
            words(&answer),
            code(one),
        )),
    }
}

async fn says_why(stage: &Stage, one: &Standing<'_>, form: &Form, answer: &Answer) -> Verdict {
    let html = html_of(answer);
    missing(stage, html, &one.sight.action, "en")?;
    // The same page before anything was sent, where there is one.
    let before = match target(stage, one.place, form)? {
        Some(path) => stage.ask(pages::page(stage, &path, "en")).await,
        None => return Ok(()),
    };
    let before = texts(html_of(&before));
    match texts(html).iter().any(|text| !before.contains(text)) {
        true => Ok(()),
        false => Err(fault(
            "a page that says what is wrong",
            words(answer),
            format!(
                "{}: answer with the form and a sentence of what is wrong (pages::Problems)",
                code(one)
            ),
        )),
    }
}
