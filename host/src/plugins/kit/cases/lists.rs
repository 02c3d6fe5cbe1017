//! Lists: in pages, of which none is larger than asked for, and which follow each other.

use http::Method;
use serde_json::json;

use super::{
    super::{
        operations::Operation,
        report::{Ended, Report, Verdict, fault, not},
        stage::{Answer, Ask, HOME, Stage},
    },
    refuses,
};

/// So many pages of a list are leafed through.
const PAGES: usize = 12;

/// That a page has as many rows as were asked for, or fewer.
fn no_more_than(answer: &Answer, limit: &str, change: &str) -> Verdict {
    let json = answer.json();
    let rows = json["data"].as_array().map_or(0, Vec::len);
    match limit.parse::<usize>().is_ok_and(|limit| rows <= limit) {
        true => Ok(()),
        false => Err(fault(
            format!("{limit} rows at most"),
            format!("{rows}"),
            change,
        )),
    }
}

pub(super) async fn lists(stage: &Stage, report: &mut Report, operation: &Operation) {
    if operation.method != Method::GET {
        return;
    }
    let name = &operation.name;
    let asked = async |parameter: &str, value: &str| -> Result<Answer, Ended> {
        if !operation.takes("query", parameter) {
            return Err(not(format!("it has no parameter {parameter}")));
        }
        let path = operation.at(&stage.things)?;
        let mark = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{mark}{parameter}={value}");
        let answer = stage
            .ask(Ask::api(&operation.method, HOME, &path).by(&stage.token))
            .await;
        stage
            .documented(&operation.method, &path, &answer)
            .map_err(|what| fault("an answer as the document says", what, operation.key()))?;
        Ok(answer)
    };
    for (value, well) in [
        ("1", true),
        ("200", true),
        ("0", false),
        ("201", false),
        ("many", false),
    ] {
        report
            .case(format!("{name} with limit={value}"), async {
                let answer = asked("limit", value).await?;
                let change = format!(
                    "{}: limit is from 1 to 200 (lists::Paging)",
                    operation.code()
                );
                match well {
                    true if answer.is_success() => no_more_than(&answer, value, &change),
                    true => Err(fault("2xx", answer.brief(), change)),
                    false => refuses(&answer, &change),
                }
            })
            .await;
    }
    report
        .case(format!("{name} page by page"), async {
            let rows = |answer: &Answer| answer.json()["data"].as_array().cloned();
            let whole = rows(&asked("limit", "200").await?);
            let whole = whole.ok_or_else(|| not("it answers with no list (data)"))?;
            let (mut paged, mut after) = (Vec::new(), None);
            for _ in 0..PAGES {
                let page = match &after {
                    None => "1".to_owned(),
                    Some(after) => format!("1&after={after}"),
                };
                let page = asked("limit", &page).await?;
                paged.extend(rows(&page).unwrap_or_default());
                after = page.json()["page"]["next"].as_str().map(str::to_owned);
                if after.is_none() {
                    break;
                }
            }
            let whole = whole.get(..PAGES.min(whole.len())).unwrap_or_default();
            let change = format!(
                "{}: page.next leads to the rows that follow, in one order (lists::Paged)",
                operation.code()
            );
            match paged == whole {
                true => Ok(()),
                false => Err(fault(
                    json!(whole).to_string(),
                    json!(paged).to_string(),
                    change,
                )),
            }
        })
        .await;
    report
        .case(format!("{name} after a cursor that is none"), async {
            let answer = asked("after", "nonsense").await?;
            refuses(
                &answer,
                &format!(
                    "{}: 4xx for a cursor that it did not give",
                    operation.code()
                ),
            )
        })
        .await;
}
