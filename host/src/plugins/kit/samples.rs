//! What tests that try every plugin alike must know of one and cannot guess: its `samples.toml`, so that nobody
//! who writes one has to look for the tests that name all.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;
use serde_json::Value;

/// The samples of one feature. The clock of the suite stands at 2 March 2026 and goes on by hours, so dates that matter
/// are said by it: `{today}`, `{today+10}`, `{today-3}` in bodies, fields and paths.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// One of each thing that its paths name, in the order in which they are made.
    #[serde(default)]
    pub things: Vec<Sample>,
    /// Bodies of operations, by their id in the document of a salon (`acme_tips_give_tip`), where the least
    /// that the schema takes is refused before anybody is looked for.
    #[serde(default)]
    pub bodies: BTreeMap<String, Value>,
    /// Pages beside its places, below the salon, with the permission each asks for.
    #[serde(default)]
    pub pages: BTreeMap<String, String>,
    /// What is filled into forms, by the path that they are sent to, below the salon and with names of things in
    /// place of ids (`/acme-tips/clients/{client}/tips`): by the names of fields, where what can be guessed is refused.
    #[serde(default)]
    pub forms: BTreeMap<String, BTreeMap<String, String>>,
    /// Events that no run of the tests can bring about, each with the reason: `"acme-tips.greeting.sent/1" = "…"`.
    #[serde(default)]
    pub not_recorded: BTreeMap<String, String>,
    /// Statements by which all rows of a table are meant, or so few that no index is worth its while, each by a part
    /// of its text, with the reason: `"from acme_tips__goals where" = "a salon has a handful"`.
    #[serde(default)]
    pub reads_all: BTreeMap<String, String>,
    /// Something that it writes about a client, where it does.
    pub about_client: Option<Sample>,
}

/// A request that makes something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// As paths have it: `block` for `{block}`.
    #[serde(default)]
    pub name: String,
    /// The method.
    #[serde(default = "post")]
    pub method: String,
    /// Below the salon's API; `{client}` and the names of things made before stand for their ids.
    pub path: String,
    /// As JSON; with ids as in the path.
    #[serde(default)]
    pub body: Value,
    /// As a form, with ids as well.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// With a file in its field `file`.
    pub file: Option<File>,
    /// What must be empty once the client is erased, beside what the manifest says of tables.
    #[serde(default)]
    pub gone: Vec<String>,
}

/// A file of a form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// What stands in it.
    pub content: String,
}

fn post() -> String {
    "POST".to_owned()
}

/// What stands between the fields of a form.
const BOUNDARY: &str = "kartoteka-4f1f0d6b";

impl Samples {
    /// Reads the file.
    ///
    /// # Errors
    /// Says which line cannot be read.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| format!("samples.toml: {error}"))
    }
}

impl Sample {
    /// The body of the request and its content type, with these ids.
    pub fn payload(&self, things: &BTreeMap<String, String>) -> (Vec<u8>, String) {
        let Some(file) = &self.file else {
            let body = filled(&self.body.to_string(), things);
            return (body.into_bytes(), "application/json".to_owned());
        };
        let mut form = String::new();
        for (name, value) in &self.fields {
            let value = filled(value, things);
            form.push_str(&format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        form.push_str(&format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
             content-type: application/octet-stream\r\n\r\n{}\r\n--{BOUNDARY}--\r\n",
            file.name, file.content
        ));
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        (form.into_bytes(), kind)
    }

    /// The path, with these ids.
    pub fn path(&self, things: &BTreeMap<String, String>) -> String {
        filled(&self.path, things)
    }
}

/// What the day of the suite's clock is called among the things: `{today}`, `{today+10}`, `{today-3}`.
pub(super) const TODAY: &str = "today";

/// A text with ids in place of `{names}`, and days in place of `{today+10}`; what is not known stays.
pub(super) fn filled(text: &str, things: &BTreeMap<String, String>) -> String {
    let mut text = text.to_owned();
    for (name, id) in things {
        text = text.replace(&format!("{{{name}}}"), id);
    }
    match things.get(TODAY).and_then(|today| today.parse().ok()) {
        Some(today) => dated(&text, today),
        None => text,
    }
}

/// With the days that are so many from `today`.
fn dated(text: &str, today: NaiveDate) -> String {
    const MARK: &str = "{today";
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(MARK) {
        out.push_str(before);
        let counted = after.split_once('}');
        let counted = counted.and_then(|(days, after)| Some((days.parse().ok()?, after)));
        let day = counted.and_then(|(days, after)| {
            let day = today.checked_add_signed(TimeDelta::try_days(days)?)?;
            Some((day, after))
        });
        rest = match day {
            Some((day, after)) => {
                out.push_str(&day.to_string());
                after
            }
            None => {
                out.push_str(MARK);
                after
            }
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_that_of_the_clock() {
        let things = BTreeMap::from([
            (TODAY.to_owned(), "2026-03-02".to_owned()),
            ("tip".to_owned(), "1".to_owned()),
        ]);
        let text = "{\"tip\":\"{tip}\",\"a\":\"{today}\",\"b\":\"{today+30}\",\"c\":\"{today-2}\",\"d\":\"{todayx}\"}";
        let said = "{\"tip\":\"1\",\"a\":\"2026-03-02\",\"b\":\"2026-04-01\",\"c\":\"2026-02-28\",\"d\":\"{todayx}\"}";
        assert_eq!(filled(text, &things), said);
        assert_eq!(filled("{today+1}", &BTreeMap::new()), "{today+1}");
    }
}
