//! Forms: what is asked, what was typed, and what is wrong with it.

use kartoteka_plugin::{Error, Texts};

use super::visit::Typed;

/// A form, ready to be drawn.
pub(super) struct FormView {
    pub(super) action: String,
    pub(super) submit: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) groups: Vec<Group>,
    /// What is wrong as a whole: a sentence, and what to do.
    pub(super) problem: Option<(String, Option<String>)>,
    /// What is wrong where: id of the field and sentence.
    pub(super) faults: Vec<(String, String)>,
    pub(super) wide: bool,
    pub(super) danger: bool,
}

/// Fields under one heading.
#[derive(Default)]
pub(super) struct Group {
    pub(super) legend: Option<String>,
    pub(super) fields: Vec<Field>,
}

/// One field.
#[derive(Default)]
pub(super) struct Field {
    /// Id and name; the pointer of its errors with `-` for `/`.
    pub(super) id: &'static str,
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) value: String,
    pub(super) autocomplete: &'static str,
    pub(super) fault: Option<String>,
    /// Value and word; a choice where there are any.
    pub(super) options: Vec<(String, String)>,
    /// For codes: wide letters, no correction.
    pub(super) code: bool,
    pub(super) required: bool,
    pub(super) focus: bool,
}

impl Field {
    /// What a reader of the page is told beside the label.
    pub(super) fn described_by(&self) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{}-hint", self.id));
        let error = self.fault.is_some().then(|| format!("{}-error", self.id));
        let ids: Vec<_> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// Puts a form together: labels by the ids of its fields, values from what was
/// typed, faults from the error.
pub(super) struct Builder<'a> {
    texts: &'a Texts,
    typed: &'a Typed,
    error: Option<&'a Error>,
    view: FormView,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        texts: &'a Texts,
        action: impl Into<String>,
        submit: &str,
        typed: &'a Typed,
        error: Option<&'a Error>,
    ) -> Self {
        let faults = error.into_iter().flat_map(|error| &error.fields);
        let faults = faults.map(|field| {
            let id = id_of(&field.pointer);
            let sentence = texts.field(field);
            match texts.find(&format!("region-field-{id}"), &[]) {
                Some(label) => (id, format!("{label}: {sentence}")),
                None => (id, sentence.into_owned()),
            }
        });
        let view = FormView {
            action: action.into(),
            submit: texts.get(submit),
            hidden: Vec::new(),
            groups: vec![Group::default()],
            problem: error.map(|error| texts.error(error)),
            faults: faults.collect(),
            wide: false,
            danger: false,
        };
        Self {
            texts,
            typed,
            error,
            view,
        }
    }

    /// The fields that follow stand under this heading.
    pub(super) fn group(mut self, legend: &str) -> Self {
        self.view.groups.push(Group {
            legend: Some(self.texts.get(legend)),
            fields: Vec::new(),
        });
        self
    }

    pub(super) fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.view.hidden.push((name, value.into()));
        self
    }

    /// A field for `kind` (`text`, `email`, `password`), with the browser's word for
    /// what belongs there.
    pub(super) fn field(
        self,
        id: &'static str,
        kind: &'static str,
        autocomplete: &'static str,
    ) -> Self {
        self.push(Field {
            id,
            kind,
            autocomplete,
            required: true,
            ..Field::default()
        })
    }

    /// A field for a code.
    pub(super) fn code(self, id: &'static str) -> Self {
        self.push(Field {
            id,
            kind: "text",
            autocomplete: "one-time-code",
            code: true,
            required: true,
            ..Field::default()
        })
    }

    /// A choice; value and word of each.
    pub(super) fn choice(self, id: &'static str, options: Vec<(String, String)>) -> Self {
        self.push(Field {
            id,
            options,
            ..Field::default()
        })
    }

    /// The last field is called by this text instead of its own.
    pub(super) fn called(mut self, key: &str) -> Self {
        let last = self
            .view
            .groups
            .last_mut()
            .and_then(|g| g.fields.last_mut());
        if let Some(last) = last {
            last.label = self.texts.get(key);
        }
        self
    }

    /// The first field takes the focus.
    pub(super) fn focus(mut self) -> Self {
        let fields = self.view.groups.iter_mut().flat_map(|g| &mut g.fields);
        if let Some(first) = fields.into_iter().next() {
            first.focus = true;
        }
        self
    }

    /// The button is as wide as the form.
    pub(super) fn wide(mut self) -> Self {
        self.view.wide = true;
        self
    }

    /// The button takes something away.
    pub(super) fn danger(mut self) -> Self {
        self.view.danger = true;
        self
    }

    pub(super) fn build(mut self) -> FormView {
        self.view.groups.retain(|group| !group.fields.is_empty());
        self.view
    }

    fn push(mut self, mut field: Field) -> Self {
        let key = format!("region-field-{}", field.id);
        field.label = self.texts.get(&key);
        field.hint = match field.autocomplete {
            "new-password" => Some(self.texts.get("region-new-password-hint")),
            _ => self.texts.find(&format!("{key}.hint"), &[]),
        };
        // A password goes one way only.
        if field.kind != "password" {
            field.value = self.typed.get(field.id).to_owned();
        }
        let fault = self.error.into_iter().flat_map(|error| &error.fields);
        let fault = fault.into_iter().find(|f| id_of(&f.pointer) == field.id);
        field.fault = fault.map(|fault| self.texts.field(fault).into_owned());
        if let Some(group) = self.view.groups.last_mut() {
            group.fields.push(field);
        }
        self
    }
}

fn id_of(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace(['/', '_'], "-")
}
