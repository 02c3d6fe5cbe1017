//! While something runs: a bar with rows and time left.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::HeaderName;
use kartoteka_plugin::{Call, Page, Result, page::Fragment};

use super::desk::{Desk, Step, rendered};
use super::show::ShowParams;
use crate::imports::{Import, ImportState};

#[derive(Template)]
#[template(path = "imports/progress.html")]
struct ProgressPage {
    d: Desk,
    steps: Vec<Step>,
    href: String,
    poll: String,
    title: String,
    words: String,
    done: u64,
    of: Option<u64>,
    can_stop: bool,
    hint: String,
}

#[derive(Template)]
#[template(path = "imports/progress_part.html")]
struct ProgressPart {
    d: Desk,
    href: String,
    poll: String,
    title: String,
    words: String,
    done: u64,
    of: Option<u64>,
    can_stop: bool,
    hint: String,
}

/// The page of a running import.
pub(super) fn page(call: &Call, import: &Import, params: &ShowParams) -> Result<Page> {
    let part = part(call, import, params);
    let at = match import.state {
        ImportState::Previewing => 0,
        ImportState::Committing => 2,
        _ => 3,
    };
    let page = ProgressPage {
        steps: part.d.steps_of(import, at),
        d: part.d,
        href: part.href,
        poll: part.poll,
        title: part.title,
        words: part.words,
        done: part.done,
        of: part.of,
        can_stop: part.can_stop,
        hint: part.hint,
    };
    page.d.page(&page)
}

/// The bar alone; once nothing runs any more, the order to load the page anew.
pub(super) fn fragment(call: &Call, import: &Import, params: &ShowParams) -> Result<Response> {
    if !import.state.is_running() {
        let refresh = [(HeaderName::from_static("hx-refresh"), "true")];
        return Ok((refresh, "").into_response());
    }
    let part = part(call, import, params);
    Ok(Fragment(rendered(&part)?).into_response())
}

fn part(call: &Call, import: &Import, params: &ShowParams) -> ProgressPart {
    let d = Desk::of(call);
    let now = call.now().timestamp_millis();
    let (done, of) = (
        import.progress.done,
        import.progress.of.max(import.progress.done),
    );
    // The first look notes when it was and how far the work had come; later ones tell the speed by it.
    let (since, from) = match (params.since, params.from) {
        (Some(since), Some(from)) if from <= done && since <= now => (since, from),
        _ => (now, done),
    };
    let step = import.state.code();
    let known = import.progress.of > 0;
    let words = if !known {
        // A CSV file has no end before it is reached.
        d.count("import-rows", done)
    } else {
        let mut words =
            d.t.with2("import-rows-of", "done", d.number(done), "of", d.number(of));
        if let Some(seconds) = left(done.saturating_sub(from), now - since, of - done) {
            words.push_str(" · ");
            words.push_str(&said(&d, seconds));
        }
        words
    };
    let href = d.path(import.id);
    ProgressPart {
        poll: format!("{href}?since={since}&from={from}"),
        title: d
            .t
            .with1(&format!("import-running-{step}"), "file", &import.file_name),
        words,
        done,
        of: known.then_some(of),
        can_stop: import.state == ImportState::Previewing,
        hint: d.get(&format!("import-running-{step}.hint")),
        href,
        d,
    }
}

/// Seconds that the rest will take at the speed so far; nothing before there is one.
fn left(rows: u64, milliseconds: i64, rest: u64) -> Option<u64> {
    let took = u64::try_from(milliseconds).ok().filter(|ms| *ms >= 900)?;
    let left = rest.checked_mul(took)?.checked_div(rows)?;
    Some(left.div_ceil(1_000).max(1))
}

fn said(d: &Desk, seconds: u64) -> String {
    if seconds < 90 {
        d.count("import-seconds-left", seconds)
    } else {
        d.count("import-minutes-left", seconds.div_ceil(60))
    }
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_rest_takes_as_long_as_the_speed_says() {
        assert_eq!(left(1_000, 2_000, 4_000), Some(8));
        assert_eq!(left(1_000, 2_000, 1), Some(1));
        assert_eq!(left(1_000, 100, 4_000), None, "too early to say");
        assert_eq!(left(0, 5_000, 4_000), None, "nothing moved yet");
    }
}
