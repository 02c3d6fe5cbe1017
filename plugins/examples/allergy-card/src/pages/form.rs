//! The form of an allergy: what was typed, in and out.

use chrono::NaiveDate;
use kartoteka_plugin::{
    Error, Result,
    pages::{Typed, Ui},
    patch::Patch,
};
use uuid::Uuid;

use crate::allergy::{Allergy, AllergyChanges, NOTE, NewAllergy, SUBSTANCE, Severity};

/// What stands in the fields.
#[derive(Debug, Default)]
pub(super) struct AllergyForm {
    pub(super) substance: String,
    pub(super) severity: String,
    pub(super) note: String,
    pub(super) tested_on: String,
}

/// A choice of how bad it is.
pub(super) struct Choice {
    pub(super) code: &'static str,
    pub(super) word: String,
    pub(super) hint: String,
    pub(super) chosen: bool,
}

impl AllergyForm {
    /// An empty one, which takes it for mild.
    pub(super) fn new() -> Self {
        Self {
            severity: Severity::Mild.code().to_owned(),
            ..Self::default()
        }
    }

    /// The allergy as it is.
    pub(super) fn of(allergy: &Allergy) -> Self {
        let day = allergy.tested_on.map(|day| day.to_string());
        Self {
            substance: allergy.substance.clone(),
            severity: allergy.severity.code().to_owned(),
            note: allergy.note.clone().unwrap_or_default(),
            tested_on: day.unwrap_or_default(),
        }
    }

    /// What was typed.
    pub(super) fn typed(typed: &Typed) -> Self {
        let text = |name: &str| typed.get(name).to_owned();
        Self {
            substance: text("substance"),
            severity: text("severity"),
            note: text("note"),
            tested_on: text("tested_on"),
        }
    }

    /// What is to be noted of `client`.
    ///
    /// # Errors
    /// 422, where a field cannot be read.
    pub(super) fn new_allergy(&self, client: Uuid) -> Result<NewAllergy> {
        let mut error = Error::invalid();
        let severity = Severity::from_code(&self.severity);
        if severity.is_none() {
            error = error.field("/severity", "required");
        }
        let typed = self.tested_on.trim();
        let day: Option<NaiveDate> = typed.parse().ok();
        if day.is_none() && !typed.is_empty() {
            error = error.field("/tested_on", "not_a_date");
        }
        let new = NewAllergy {
            client_id: client,
            substance: self.substance.clone(),
            severity: severity.unwrap_or(Severity::Severe),
            note: Some(self.note.clone()),
            tested_on: day,
        };
        error.if_any()?;
        Ok(new)
    }

    /// The allergy as it is to be.
    ///
    /// # Errors
    /// As [`new_allergy`](Self::new_allergy).
    pub(super) fn changes(&self) -> Result<AllergyChanges> {
        let new = self.new_allergy(Uuid::nil())?;
        Ok(AllergyChanges {
            substance: Patch::Value(new.substance),
            severity: Patch::Value(new.severity),
            note: new.note.into(),
            tested_on: new.tested_on.into(),
        })
    }

    /// How bad it may be.
    pub(super) fn severities(&self, ui: &Ui) -> Vec<Choice> {
        let choice = |severity: Severity| {
            let code = severity.code();
            Choice {
                code,
                word: ui.t(&format!("example-allergy-card-{code}")),
                hint: ui.t(&format!("example-allergy-card-{code}-hint")),
                chosen: self.severity == code,
            }
        };
        Severity::ALL.map(choice).into()
    }

    /// The longest name of a substance, and the longest note.
    pub(super) fn most(&self) -> (usize, usize) {
        (SUBSTANCE, NOTE)
    }
}

/// The id and the name of the field that a pointer points to.
pub(super) fn field(ui: &Ui, pointer: &str) -> (String, String) {
    let name = match pointer {
        "/severity" => "severity",
        "/note" => "note",
        "/tested_on" => "tested-on",
        _ => "substance",
    };
    let label = ui.t(&format!("example-allergy-card-field-{name}"));
    (format!("allergy-{name}"), label)
}
