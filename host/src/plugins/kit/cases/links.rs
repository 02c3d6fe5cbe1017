//! Links: they lead somewhere, and the pages that they alone lead to are as pages are.

use std::collections::BTreeSet;

use http::Method;
use kartoteka_plugin::{Call, Locale};

use super::{
    super::{
        report::{Ended, Report, Verdict, fault, not},
        stage::{Ask, HOME, Stage},
    },
    markup::{missing, whole},
    pages::shown,
    walk::{Found, Leads, Place, addresses, leads, shape},
};

/// That links lead somewhere, and what is found by them alone is as pages are.
pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Found]) {
    report.group("links");
    for found in all {
        let name = found.place.name();
        report
            .case(format!("those of {name} begin with the salon"), async {
                let mut own = addresses(found.html())
                    .into_iter()
                    .map(|(address, _)| address);
                let lost = own.find(|at| leads(stage, &found.place, at) == Leads::Nowhere);
                lost.map_or(Ok(()), |at| Err(lost_way(&at, &name)))
            })
            .await;
        let others = of_others(stage, found);
        if !others.is_empty() {
            let case = format!("those of {name} to pages of others lead somewhere");
            report
                .case(case, lead_somewhere(stage, &name, others))
                .await;
        }
        if let Some(from) = &found.from {
            linked(stage, report, found, from).await;
        }
    }
}

/// Addresses of this host that are not the plugin's own, each once.
fn of_others(stage: &Stage, found: &Found) -> BTreeSet<String> {
    let all = addresses(found.html()).into_iter();
    let bare = all.map(|(address, _)| address.split('#').next().unwrap_or_default().to_owned());
    let here = bare.filter(|at| at.starts_with('/') && !at.starts_with("//"));
    here.filter(|at| leads(stage, &found.place, at) == Leads::Away)
        .collect()
}

async fn lead_somewhere(stage: &Stage, page: &str, all: BTreeSet<String>) -> Verdict {
    for address in all {
        let mut ask = Ask::api(&Method::GET, "", "");
        ask.path.clone_from(&address);
        let answer = stage.ask(ask.with("cookie", &stage.cookie)).await;
        if answer.status == 404 {
            let change = format!(
                "the template of {page}: an address that there is; OFFERS.md lists those of the host"
            );
            return Err(fault("a page", format!("404 at {address}"), change));
        }
    }
    Ok(())
}

/// What is said of an address that lacks the salon.
pub(super) fn lost_way(address: &str, page: &str) -> Ended {
    fault(
        format!("an address of the salon: /<slug>{address}"),
        address,
        format!(
            "the template of {page}: the salon's slug before it (ui.url, in C salon->slug of the call's info)"
        ),
    )
}

async fn linked(stage: &Stage, report: &mut Report, found: &Found, from: &str) {
    let name = found.place.name();
    let path = found.place.path();
    report
        .case(format!("{name}, where {from} leads"), async {
            let change = format!("the code of GET {name}, or the link of {from} to it");
            match found.answer.status {
                200..400 => {
                    whole(found.html(), &name)?;
                    missing(stage, found.html(), &name, "en")
                }
                _ => Err(fault("a page", found.answer.brief(), change)),
            }
        })
        .await;
    if !(200..400).contains(&found.answer.status) {
        return;
    }
    let is_page = matches!(found.place, Place::Page(_))
        && found.answer.status == 200
        && !found.html().is_empty();
    for locale in Locale::ALL.into_iter().filter(|_| is_page) {
        let case = format!("{name} in {}", locale.code());
        report.case(case, shown(stage, path, locale)).await;
    }
    report
        .case(format!("{name} by who may do nothing here"), async {
            let call = stage.call_of(HOME, Locale::En, |_| false).await?;
            refused(stage, &call, path).await
        })
        .await;
    if !is_page {
        return;
    }
    report.judged(
        format!("{name} without its permission"),
        Err(not(format!(
            "which one it asks for is not known: add \"{name}\" to samples.toml, [pages], with its permission, \
             and the names of [[things]] in place of ids"
        ))),
    );
}

async fn refused(stage: &Stage, call: &Call, path: &str) -> Verdict {
    let answer = stage.page_inside(call, path).await;
    match answer.status {
        403 | 404 => Ok(()),
        _ => Err(fault(
            "403",
            answer.brief(),
            format!(
                "the code of GET {}: ask for its permission first",
                shape(path)
            ),
        )),
    }
}
