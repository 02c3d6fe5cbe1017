//! What is written into a form: what the samples know, or what somebody could have meant.

use std::collections::BTreeMap;

use super::{Field, Form};

/// How a form is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Fill {
    /// In each field something.
    All,
    /// In those alone that it cannot do without.
    Least,
    /// In none, as a browser would not send it that keeps to `required`.
    Nothing,
}

/// What is known of fields.
pub(in super::super) struct Known<'k> {
    /// Of this very form.
    pub(in super::super) own: Option<&'k BTreeMap<String, String>>,
    /// Of fields of these names anywhere.
    pub(in super::super) any: &'k BTreeMap<String, String>,
    /// The name of a file, and what stands in it.
    pub(in super::super) file: (&'k str, &'k str),
}

/// What is sent, and as what.
pub(in super::super) struct Sent {
    pub(in super::super) body: Vec<u8>,
    pub(in super::super) kind: String,
}

/// What stands between the fields of a form.
const BOUNDARY: &str = "kartoteka-7d1e90aa";
/// What is written where nothing is known.
const WORDS: &str = "Ein Satz vom Empfang";
const PASSWORD: &str = "ein langer Satz am Empfang";

impl Form {
    /// The names and values that a browser would send, but for files.
    pub(in super::super) fn pairs(&self, known: &Known<'_>, fill: Fill) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        for field in self.fields.iter().filter(|field| field.kind != "file") {
            let given = known.own.and_then(|own| own.get(&field.name));
            let given = given.or_else(|| {
                known
                    .any
                    .get(&field.name)
                    .filter(|one| self.is_button(field, one))
            });
            let value = match (given, fill) {
                (Some(given), Fill::All | Fill::Least) => field.chosen(given),
                _ => field.filled(known, fill, &all),
            };
            all.extend(value.map(|value| (field.name.clone(), value)));
        }
        all.extend(self.button.clone());
        all
    }

    /// Whether a value is that of one of several buttons of which this is one.
    fn is_button(&self, of: &Field, value: &str) -> bool {
        let mut group = self.fields.iter().filter(|field| field.name == of.name);
        of.kind == "radio" && group.any(|field| field.choice() == value)
    }

    /// The same as a body.
    pub(in super::super) fn sent(&self, known: &Known<'_>, fill: Fill) -> Sent {
        let pairs = self.pairs(known, fill);
        if !self.in_parts {
            return Sent {
                body: urlencoded(&pairs).into_bytes(),
                kind: "application/x-www-form-urlencoded".to_owned(),
            };
        }
        let mut body = String::new();
        for (name, value) in &pairs {
            body.push_str(&format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        let (called, content) = match fill {
            Fill::Nothing => ("", ""),
            Fill::All | Fill::Least => known.file,
        };
        for field in self.fields.iter().filter(|field| field.kind == "file") {
            let name = &field.name;
            body.push_str(&format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{called}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n{content}\r\n"
            ));
        }
        body.push_str(&format!("--{BOUNDARY}--\r\n"));
        Sent {
            body: body.into_bytes(),
            kind: format!("multipart/form-data; boundary={BOUNDARY}"),
        }
    }

    /// Whether something is written that did not stand there before.
    pub(in super::super) fn says_more(&self, known: &Known<'_>, fill: Fill) -> bool {
        let pairs = self.pairs(known, fill);
        let mut fields = self.fields.iter().filter(|field| field.is_written());
        fields.any(|field| {
            let mut sent = pairs.iter().filter(|(name, _)| *name == field.name);
            field.value.is_empty() && sent.any(|(_, value)| !value.is_empty())
        })
    }
}

impl Field {
    /// What is sent of it where the samples say it.
    fn chosen(&self, given: &str) -> Option<String> {
        let is_of_many = matches!(&*self.kind, "checkbox" | "radio");
        (!is_of_many || self.choice() == given).then(|| given.to_owned())
    }

    /// What a box or a button of several stands for.
    fn choice(&self) -> &str {
        match self.element.has("value") {
            true => &self.value,
            false => "on",
        }
    }

    fn filled(&self, known: &Known<'_>, fill: Fill, before: &[(String, String)]) -> Option<String> {
        let is_checked = self.element.has("checked");
        match &*self.kind {
            "hidden" => Some(self.value.clone()),
            "checkbox" => {
                let needed = self.is_required() && fill != Fill::Nothing;
                let is_sent = needed || (is_checked && fill != Fill::Nothing);
                is_sent.then(|| self.choice().to_owned())
            }
            "radio" => {
                let is_first = before.iter().all(|(name, _)| *name != self.name);
                let needed = is_first && self.is_required() && fill != Fill::Nothing;
                (is_checked || needed).then(|| self.choice().to_owned())
            }
            "select" => Some(self.selected(known, fill).to_owned()),
            "range" | "color" if fill == Fill::Nothing => Some(self.value.clone()),
            _ if fill == Fill::Nothing => Some(String::new()),
            _ if !self.value.is_empty() => Some(self.value.clone()),
            _ if fill == Fill::Least && !self.is_required() => Some(String::new()),
            _ => Some(match known.any.get(&self.name) {
                Some(known) => known.clone(),
                None => self.plausible(),
            }),
        }
    }

    fn selected<'s>(&'s self, known: &Known<'_>, fill: Fill) -> &'s str {
        let find =
            |fits: &dyn Fn(&super::Choice) -> bool| self.choices.iter().find(|one| fits(one));
        let wanted = known.any.get(&self.name).filter(|_| fill != Fill::Nothing);
        let stands = find(&|one| one.is_selected).or_else(|| self.choices.first());
        let is_well = stands.is_some_and(|one| !one.value.is_empty() || !self.is_required());
        let chosen = wanted.and_then(|wanted| find(&|one| one.value == *wanted));
        let some = || find(&|one| !one.value.is_empty());
        let chosen = chosen.or_else(|| match is_well || fill == Fill::Nothing {
            true => stands,
            false => some(),
        });
        chosen.map_or("", |choice| &choice.value)
    }

    /// Something that somebody could have meant.
    fn plausible(&self) -> String {
        let limit = |name: &str| self.element.get(name).filter(|value| !value.is_empty());
        let between = |usual: &str| {
            let bound = limit("min").or_else(|| limit("max"));
            bound.unwrap_or(usual).to_owned()
        };
        match &*self.kind {
            "date" => between("2026-03-02"),
            "month" => between("2026-03"),
            "week" => between("2026-W10"),
            "time" => between("10:30"),
            "datetime-local" => between("2026-03-02T10:30"),
            "number" | "range" => between("1"),
            "email" => "ana.vogel@example.org".to_owned(),
            "tel" => "030 1234567".to_owned(),
            "url" => "https://example.org/".to_owned(),
            "color" => "#336699".to_owned(),
            "password" => PASSWORD.to_owned(),
            _ => match self.element.get("inputmode") {
                Some("numeric" | "decimal") => between("1"),
                Some("tel") => "030 1234567".to_owned(),
                Some("email") => "ana.vogel@example.org".to_owned(),
                _ => {
                    let most = limit("maxlength").and_then(|most| most.parse().ok());
                    WORDS.chars().take(most.unwrap_or(usize::MAX)).collect()
                }
            },
        }
    }
}

/// Names and values as addresses and plain forms have them.
pub(in super::super) fn urlencoded(pairs: &[(String, String)]) -> String {
    let word = |text: &str| {
        let mut out = String::with_capacity(text.len());
        for byte in text.bytes() {
            match byte {
                b' ' => out.push('+'),
                b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
                byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
                byte => out.push_str(&format!("%{byte:02X}")),
            }
        }
        out
    };
    let pair = |(name, value): &(String, String)| format!("{}={}", word(name), word(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::{super::forms, *};

    const PAGE: &str = "<form id=a method=POST action='/s/x?a=1&amp;b=2'><input type=hidden name=v value=3>\
        <input name=words required maxlength=8><textarea name=more>\nalready</textarea>\
        <input name=note><input name=gone disabled value=x><input type=date name=on min=2026-01-02>\
        <input type=checkbox name=yes><input type=checkbox name=agreed value=a required>\
        <input type=radio name=how value=one><input type=radio name=how value=two checked>\
        <select name=which required><option value=''>-<option>first<option value=s>second</select>\
        <button>Go</button><button name=go value=away formaction='/s/y'>Away</button><button type=button>No</button>\
        </form><input name=apart form=a value=far>";

    fn sent(of: &Form, fill: Fill) -> String {
        let any = BTreeMap::from([("note".to_owned(), "known".to_owned())]);
        let file = ("a.txt", "a");
        urlencoded(&of.pairs(
            &Known {
                own: None,
                any: &any,
                file,
            },
            fill,
        ))
    }

    #[test]
    fn a_form_is_read_and_filled_as_browsers_do() {
        let all = forms(PAGE);
        assert_eq!(all.len(), 2);
        assert!(all[0].posts && all[0].needs_words() && !all[0].in_parts);
        assert_eq!((&*all[0].action, &*all[1].action), ("/s/x?a=1&b=2", "/s/y"));
        assert_eq!(
            sent(&all[0], Fill::All),
            "v=3&words=Ein+Satz&more=already&note=known&on=2026-01-02&agreed=a&how=two&which=first&apart=far"
        );
        assert_eq!(
            sent(&all[0], Fill::Least),
            "v=3&words=Ein+Satz&more=already&note=&on=&agreed=a&how=two&which=first&apart=far"
        );
        assert_eq!(
            sent(&all[1], Fill::Nothing),
            "v=3&words=&more=&note=&on=&how=two&which=&apart=&go=away"
        );
    }

    #[test]
    fn what_the_samples_say_of_a_form_is_sent() {
        let (own, any) = (
            BTreeMap::from([("how".to_owned(), "one".to_owned())]),
            BTreeMap::new(),
        );
        let known = Known {
            own: Some(&own),
            any: &any,
            file: ("a.txt", "a"),
        };
        let pairs = forms(PAGE)[0].pairs(&known, Fill::All);
        let how: Vec<_> = pairs.iter().filter(|(name, _)| name == "how").collect();
        assert_eq!(how.len(), 1);
        assert_eq!(how[0].1, "one");
    }
}
