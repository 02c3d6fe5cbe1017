//! Words of pages: in the five languages they differ, or they are no words of a language.

use std::collections::BTreeSet;

use kartoteka_plugin::Locale;

use super::{
    super::{
        html::texts,
        report::{Report, Verdict, fault, not},
        stage::{HOME, Stage},
    },
    ours,
    walk::{Found, Place, html_of},
};

pub(super) async fn run(stage: &Stage, report: &mut Report, found: &[Found]) {
    report.group("languages");
    let all: Vec<_> = found
        .iter()
        .filter(|found| !texts(found.html()).is_empty())
        .collect();
    if all.is_empty() {
        report.judged(
            "what its pages say",
            Err(not("no page and no section of it says anything")),
        );
    }
    for found in all {
        let name = format!("what {} says, in each language its own", found.place.name());
        report.case(name, said_in_each(stage, &found.place)).await;
    }
}

/// That what stands at a place is said in each language, and in none of another.
pub(super) async fn said_in_each(stage: &Stage, place: &Place) -> Verdict {
    let mut all = Vec::new();
    for locale in Locale::ALL {
        let answer = place.asked(stage, locale).await?;
        if answer.status != 200 {
            return Err(not(format!("it answers {} now", answer.status)));
        }
        all.push(texts(html_of(&answer)));
    }
    let kept = stage.kept(HOME).await.map_err(ours)?.to_string();
    let known = Known::of(stage, &kept);
    match fixed(&all, &known) {
        None => Ok(()),
        Some(text) => Err(fault(
            "each text in the reader's language",
            format!("\"{text}\" in all five"),
            format!(
                "the template of {}: a key in place of the words, and its text in locale/<language> of each (ui.t, in C \
                 kt_texts.text); the same words in all five files where they are a name",
                place.name()
            ),
        )),
    }
}

/// What may be the same in all languages.
struct Known {
    /// Words of data: what is kept, what the samples write, names.
    data: BTreeSet<String>,
    /// The plugin's files of texts, one for each language.
    files: Vec<String>,
}

impl Known {
    fn of(stage: &Stage, kept: &str) -> Self {
        let mut data = BTreeSet::new();
        let names = stage.manifest.names.values().cloned();
        let samples = &stage.samples;
        let of_samples = samples.things.iter().chain(&samples.about_client);
        let bodies = of_samples.map(|sample| format!("{sample:?}"));
        let others = samples.bodies.values().map(ToString::to_string);
        let forms = samples.forms.values().map(|form| format!("{form:?}"));
        for text in names.chain(bodies).chain(others).chain(forms) {
            data.extend(words(&text));
        }
        data.extend(words(kept));
        data.extend(words(super::KIT_WORDS));
        let mut loaded = stage.host.registry.iter();
        let loaded = loaded.find(|loaded| loaded.manifest.id == stage.manifest.id);
        let sources = loaded.map_or_else(Vec::new, |loaded| loaded.module.texts());
        let file = |locale: Locale| {
            let own = sources.iter().filter(|(of, ..)| *of == locale);
            own.map(|(_, _, text)| plain(text))
                .collect::<Vec<_>>()
                .join(" ")
        };
        Self {
            data,
            files: Locale::ALL.map(file).to_vec(),
        }
    }

    /// Whether a text that is the same everywhere may be so.
    fn may_stand(&self, text: &str) -> bool {
        let is_data = words(text).all(|word| self.data.contains(&word));
        is_data || self.files.iter().all(|file| file.contains(text))
    }
}

/// The words of a text, in small letters; signs, numbers, addresses and codes are none.
fn words(text: &str) -> impl Iterator<Item = String> {
    let bare = text
        .split(|c: char| c.is_whitespace() || "\"()[],;…".contains(c))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_word = |word: &&str| {
        let plain = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’');
        word.chars().nth(1).is_some() && word.chars().all(plain)
    };
    let all = bare.filter(is_word).map(str::to_lowercase);
    all.collect::<Vec<_>>().into_iter()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text that is written out where a key should stand: of several words and the same in all languages, or of one
/// where nothing at all differs.
fn fixed<'t>(all: &'t [Vec<String>], known: &Known) -> Option<&'t str> {
    let (first, others) = all.split_first()?;
    let is_common = |text: &&String| others.iter().all(|texts| texts.contains(text));
    let is_wrong = |text: &&String| is_common(text) && !known.may_stand(text);
    let mut wrong = first.iter().filter(is_wrong);
    let nothing_differs = others.iter().all(|texts| texts == first);
    let found = wrong.find(|text| nothing_differs || words(text).count() > 1);
    found.map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pages: [&str; 3]) -> Option<String> {
        let known = Known {
            data: words("Ana Vogel ruft vorher an").collect(),
            files: vec![
                "a = Sun Protocol".to_owned(),
                "a = Sun Protocol b = x".to_owned(),
            ],
        };
        let all = pages.map(texts);
        fixed(&all, &known).map(str::to_owned)
    }

    #[test]
    fn words_that_stand_in_no_file_are_found() {
        let twice = |text: &str| Some(text.to_owned());
        assert_eq!(
            found(["<p>No notes", "<p>No notes", "<p>No notes"]),
            twice("No notes")
        );
        assert_eq!(
            found(["<p>Remove", "<p>Remove", "<p>Remove"]),
            twice("Remove")
        );
        let more = [
            "<p>Status<b>One<i>Call back",
            "<p>Status<b>Eins<i>Call back",
            "<p>Status<b>Un<i>Call back",
        ];
        assert_eq!(found(more), twice("Call back"));
        // An attribute that people read.
        let read = [
            "<input placeholder='Any words'>One",
            "<input placeholder='Any words'>Eins",
            "<input placeholder='Any words'>Un",
        ];
        assert_eq!(found(read), twice("Any words"));
    }

    #[test]
    fn data_names_and_single_words_may_be_the_same() {
        for text in [
            "Ana Vogel (30)",
            "Sun Protocol",
            "12:30 → 4",
            "https://example.org/call?to={number} /a/b a@b.example",
            "Status",
            "a b",
        ] {
            let pages = ["One", "Eins", "Un"].map(|own| format!("<p>{text}<p>{own}"));
            assert_eq!(found([&pages[0], &pages[1], &pages[2]]), None, "{text}");
        }
        assert_eq!(found(["", "", ""]), None);
    }
}
