//! `/styleguide`: every component in every state, drawn with what pages draw with. For
//! who builds pages; there on hosts in development alone, and in English alone.

use std::fmt::{self, Display};

use askama::{Template, filters::HtmlSafe};
use kartoteka_plugin::{
    Texts,
    chart::{Chart, Point},
    text::Arg,
};

/// The words and icons that components ask for.
struct Kit<'a> {
    texts: &'a Texts,
}

/// Markup of our own making.
struct Markup(String);

impl Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

impl Kit<'_> {
    fn t(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn t1(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        self.texts.with1(key, name, value)
    }

    fn icon(&self, name: &str) -> Markup {
        sprite(name, "icon")
    }

    fn small_icon(&self, name: &str) -> Markup {
        sprite(name, "icon icon-small")
    }
}

fn sprite(name: &str, class: &str) -> Markup {
    let url = crate::assets::url("icons.svg");
    Markup(format!(
        r##"<svg class="{class}" aria-hidden="true"><use href="{url}#icon-{name}"></use></svg>"##
    ))
}

/// A badge.
struct Tag {
    kind: &'static str,
    icon: &'static str,
    word: &'static str,
}

/// A person: initials on the colour that is theirs.
struct Person {
    hue: u8,
    initials: &'static str,
}

/// A line of the client list.
struct Row {
    href: &'static str,
    hue: u8,
    initials: &'static str,
    name: Markup,
    number: &'static str,
    contact: Option<&'static str>,
    day: &'static str,
    stamp: &'static str,
    tags: Vec<Tag>,
    archived: bool,
}

/// A field of a form that nobody sees.
struct Hidden {
    name: &'static str,
    value: &'static str,
}

/// What was just done.
struct Toast {
    text: &'static str,
    undo: Option<(&'static str, Vec<Hidden>)>,
}

/// Something that happened.
struct Line {
    icon: &'static str,
    text: &'static str,
    difference: Option<(&'static str, &'static str)>,
}

/// What is wrong with a field.
struct Problem {
    id: &'static str,
    label: &'static str,
    text: &'static str,
}

/// What is wrong with a form.
struct Problems(Vec<Problem>);

impl Problems {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

#[derive(Template)]
#[template(path = "styleguide/page.html")]
struct Guide<'a> {
    ui: Kit<'a>,
    tags: [Tag; 5],
    people: Vec<Person>,
    rows: Vec<Row>,
    problems: Problems,
    toast: Option<Toast>,
    story: [Line; 3],
    bars: Chart,
    line: Chart,
}

/// The inside of the page.
pub(super) fn body(texts: &Texts) -> askama::Result<String> {
    let hues = 0..12;
    Guide {
        ui: Kit { texts },
        tags: tags(),
        people: hues
            .map(|hue| Person {
                hue,
                initials: "KW",
            })
            .collect(),
        rows: rows(),
        problems: Problems(vec![Problem {
            id: "guide-wrong",
            label: "E-mail",
            text: "An e-mail address has one @",
        }]),
        toast: Some(Toast {
            text: "Katarzyna Wiśniewska-Brzęczyszczykiewicz is in the archive.",
            undo: Some((
                "/styleguide",
                vec![Hidden {
                    name: "name",
                    value: "value",
                }],
            )),
        }),
        story: story(),
        bars: Chart::bars_of("Visits a month", months(&[31, 48, 0, 52, 77, 64])),
        line: Chart::line_of(
            "New clients a month",
            months(&[4, 9, 7, 12, 15, 11, 18, 22, 19, 24, 30, 27]),
        ),
    }
    .render()
}

fn tags() -> [Tag; 5] {
    let tag = |kind, icon, word| Tag { kind, icon, word };
    [
        tag("", "archive", "Archived"),
        tag("done", "check", "Marketing"),
        tag("look", "triangle-alert", "Not a phone number"),
        tag("stop", "ban", "Refused"),
        tag("accent", "", "12 points"),
    ]
}

fn rows() -> Vec<Row> {
    let row = |name: &str, number, contact| Row {
        href: "#list",
        hue: 3,
        initials: "KW",
        name: Markup(name.to_owned()),
        number,
        contact,
        day: "today",
        stamp: "2026-01-31T09:41:00Z",
        tags: Vec::new(),
        archived: false,
    };
    let long = "Katarzyna Wiśniewska-Brzęczyszczykiewicz";
    let mut found = row("Jürgen <mark>Müller</mark>", "2", Some("0151 12345678"));
    found.tags.push(Tag {
        kind: "done",
        icon: "check",
        word: "Marketing",
    });
    let mut archived = row("Zoë IJzerman", "4711", Some("+31 6 12345678"));
    archived.archived = true;
    vec![row(long, "1", None), found, archived]
}

fn story() -> [Line; 3] {
    let line = |icon, text, difference| Line {
        icon,
        text,
        difference,
    };
    [
        line(
            "phone",
            "Anna changed the phone",
            Some(("0151 12345678", "0176 9876543")),
        ),
        line("sticky-note", "Anna wrote a note", Some(("", "Likes tea"))),
        line("user-plus", "Anna added the card", None),
    ]
}

fn months(values: &[u64]) -> Vec<Point> {
    let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let point = |(name, value): (&str, &u64)| Point {
        label: name.to_owned(),
        value: *value,
        shown: value.to_string(),
    };
    names.into_iter().zip(values).map(point).collect()
}
