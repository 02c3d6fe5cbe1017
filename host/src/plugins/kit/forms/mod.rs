//! Forms as browsers have them: what stands in them, and what is sent.

mod filling;

pub(super) use filling::{Fill, Known, urlencoded};

use super::html::{Element, Piece, pieces};

/// A form, and the button by which it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// As it stands there; empty where it names none.
    pub(super) action: String,
    /// Whether it is a `POST`.
    pub(super) posts: bool,
    /// Whether it is sent in parts, as files need it.
    pub(super) in_parts: bool,
    pub(super) fields: Vec<Field>,
    /// What its button says beside the fields.
    pub(super) button: Option<(String, String)>,
}

/// A field of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    /// The type of an `input`; `textarea`, `select`.
    pub(super) kind: String,
    element: Element,
    /// What stands in it to begin with.
    value: String,
    choices: Vec<Choice>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    value: String,
    is_selected: bool,
}

impl Field {
    /// Whether people write into it.
    pub(super) fn is_written(&self) -> bool {
        let others = [
            "hidden", "checkbox", "radio", "select", "file", "range", "color",
        ];
        !others.contains(&&*self.kind)
    }

    fn is_required(&self) -> bool {
        self.element.has("required") || self.element.get("aria-required") == Some("true")
    }
}

impl Form {
    /// Whether people fill in anything: else it is a button.
    pub(super) fn is_filled_in(&self) -> bool {
        self.fields.iter().any(|field| field.kind != "hidden")
    }

    /// Whether it says of a field into which people write that it cannot do without.
    pub(super) fn needs_words(&self) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| field.is_written() && field.is_required())
    }
}

/// What is gathered of one.
#[derive(Default)]
struct Gathered {
    id: Option<String>,
    form: Element,
    fields: Vec<Field>,
    buttons: Vec<Element>,
}

impl Default for Element {
    fn default() -> Self {
        Self {
            name: "form".to_owned(),
            attributes: Vec::new(),
        }
    }
}

/// All forms in it, one for each button that says or leads something else.
pub(super) fn forms(html: &str) -> Vec<Form> {
    let mut reading = Reading::default();
    for piece in pieces(html) {
        match piece {
            Piece::Start(element) => reading.start(element),
            Piece::Text(text) => reading.text(&text),
            Piece::End(name) => reading.end(&name),
        }
    }
    reading.all()
}

#[derive(Default)]
struct Reading {
    all: Vec<Gathered>,
    open: Option<usize>,
    /// Those that name their form, wherever they stand.
    apart: Vec<(String, Element)>,
    /// A field whose text or choices are being read.
    field: Option<Field>,
    /// A choice whose words are its value.
    bare: bool,
}

impl Reading {
    fn start(&mut self, element: Element) {
        match &*element.name {
            "form" => {
                let id = element.get("id").map(str::to_owned);
                self.open = Some(self.all.len());
                self.all.push(Gathered {
                    id,
                    form: element,
                    ..Gathered::default()
                });
            }
            "option" => self.choice(&element),
            "input" | "textarea" | "select" | "button" if !element.has("disabled") => {
                match element.get("form").map(str::to_owned) {
                    Some(id) => self.apart.push((id, element)),
                    None => self.control(element),
                }
            }
            _ => {}
        }
    }

    /// The form that is open here.
    fn form(&mut self) -> Option<&mut Gathered> {
        self.open.and_then(|at| self.all.get_mut(at))
    }

    fn control(&mut self, element: Element) {
        let Some(form) = self.form() else { return };
        if is_button(&element) {
            form.buttons.push(element);
            return;
        }
        let Some(field) = field(element) else { return };
        match &*field.kind {
            "textarea" | "select" => self.field = Some(field),
            _ => form.fields.push(field),
        }
    }

    fn choice(&mut self, element: &Element) {
        let Some(field) = self.field.as_mut().filter(|_| !element.has("disabled")) else {
            return;
        };
        self.bare = !element.has("value");
        field.choices.push(Choice {
            value: element.get("value").unwrap_or_default().to_owned(),
            is_selected: element.has("selected"),
        });
    }

    fn text(&mut self, text: &str) {
        let Some(field) = &mut self.field else { return };
        if field.kind == "textarea" {
            text.clone_into(&mut field.value);
        } else if let Some(choice) = field.choices.last_mut().filter(|_| self.bare) {
            text.trim().clone_into(&mut choice.value);
            self.bare = false;
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "form" => self.open = None,
            "textarea" | "select" => {
                let field = self.field.take();
                if let Some(form) = self.form() {
                    form.fields.extend(field);
                }
            }
            _ => {}
        }
    }

    fn all(mut self) -> Vec<Form> {
        for (id, element) in std::mem::take(&mut self.apart) {
            let named = self.all.iter_mut().find(|one| one.id.as_ref() == Some(&id));
            let Some(gathered) = named else { continue };
            match is_button(&element) {
                true => gathered.buttons.push(element),
                false => gathered.fields.extend(field(element)),
            }
        }
        self.all.into_iter().flat_map(of_gathered).collect()
    }
}

fn is_button(element: &Element) -> bool {
    let kind = element.get("type").unwrap_or_default().to_ascii_lowercase();
    match &*element.name {
        "button" => true,
        "input" => matches!(&*kind, "submit" | "image" | "button" | "reset"),
        _ => false,
    }
}

fn field(element: Element) -> Option<Field> {
    let name = element
        .get("name")
        .filter(|name| !name.is_empty())?
        .to_owned();
    let kind = match &*element.name {
        "input" => element.get("type").unwrap_or("text").to_ascii_lowercase(),
        other => other.to_owned(),
    };
    let value = element.get("value").unwrap_or_default().to_owned();
    Some(Field {
        name,
        kind,
        element,
        value,
        choices: Vec::new(),
    })
}

/// A form for each of its buttons that says or leads something else.
fn of_gathered(gathered: Gathered) -> Vec<Form> {
    let Gathered {
        form,
        fields,
        buttons,
        ..
    } = gathered;
    let of = |element: &Element, name: &str| element.get(name).unwrap_or_default().to_owned();
    let is =
        |element: &Element, name: &str, word: &str| of(element, name).eq_ignore_ascii_case(word);
    let plain = Form {
        action: of(&form, "action"),
        posts: is(&form, "method", "post"),
        in_parts: is(&form, "enctype", "multipart/form-data"),
        fields,
        button: None,
    };
    let sends = |button: &&Element| !is(button, "type", "button") && !is(button, "type", "reset");
    let mut all: Vec<Form> = Vec::new();
    for button in buttons.iter().filter(sends) {
        let name = button.get("name").filter(|name| !name.is_empty());
        let sent = Form {
            action: button
                .get("formaction")
                .map_or_else(|| plain.action.clone(), str::to_owned),
            button: name.map(|name| (name.to_owned(), of(button, "value"))),
            ..plain.clone()
        };
        if !all.contains(&sent) {
            all.push(sent);
        }
    }
    match all.is_empty() {
        true => vec![plain],
        false => all,
    }
}
