//! What a client cannot stand, and the rules for it.

use chrono::NaiveDate;
use kartoteka_plugin::{Error, FieldError, Result, checks, patch::Patch};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest name of a substance, in characters.
pub(crate) const SUBSTANCE: usize = 100;
/// The longest note, in characters.
pub(crate) const NOTE: usize = 1_000;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// It itches or reddens: to be tested before.
    Mild,
    /// It must not come near the client at all.
    Severe,
}

impl Severity {
    /// Both, in the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::Mild, Self::Severe];

    /// `mild`, `severe`.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Mild => "mild",
            Self::Severe => "severe",
        }
    }

    /// From its code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Something that a client cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Allergy {
    /// Never changes.
    pub(crate) id: Uuid,
    /// Whose it is.
    pub(crate) client_id: Uuid,
    /// What they cannot stand: `PPD`, `nickel`.
    pub(crate) substance: String,
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What happened, what helps.
    pub(crate) note: Option<String>,
    /// When a patch test was made last.
    pub(crate) tested_on: Option<NaiveDate>,
    /// Grows by one with each change; the `ETag`.
    pub(crate) version: i64,
}

/// What is to be noted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAllergy {
    /// Whose it is.
    pub(crate) client_id: Uuid,
    /// What they cannot stand.
    #[schema(min_length = 1, max_length = 100)]
    pub(crate) substance: String,
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What happened, what helps.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    pub(crate) note: Option<String>,
    /// When a patch test was made last; today or before.
    #[serde(default)]
    pub(crate) tested_on: Option<NaiveDate>,
}

/// A JSON merge patch of an allergy.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AllergyChanges {
    /// What they cannot stand.
    #[serde(default)]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 100)]
    pub(crate) substance: Patch<String>,
    /// How bad it is.
    #[serde(default)]
    #[schema(value_type = Severity, required = false)]
    pub(crate) severity: Patch<Severity>,
    /// What happened, what helps.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1_000)]
    pub(crate) note: Patch<String>,
    /// When a patch test was made last; today or before.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub(crate) tested_on: Patch<NaiveDate>,
}

impl NewAllergy {
    /// As it is to be kept, under this id.
    ///
    /// # Errors
    /// 422 with every broken rule.
    pub(crate) fn of(self, id: Uuid, today: NaiveDate) -> Result<Allergy> {
        let allergy = Allergy {
            id,
            client_id: self.client_id,
            substance: checks::tidy(&self.substance),
            severity: self.severity,
            note: checks::tidy_note(self.note.as_deref()),
            tested_on: self.tested_on,
            version: 1,
        };
        allergy.check(today)?;
        Ok(allergy)
    }
}

impl Allergy {
    /// This one with a patch applied, in its next version.
    ///
    /// # Errors
    /// 422 with every broken rule.
    pub(crate) fn changed(&self, changes: AllergyChanges, today: NaiveDate) -> Result<Self> {
        let mut error = Error::invalid();
        let substance = match changes.substance {
            Patch::Absent => self.substance.clone(),
            Patch::Null => String::new(),
            Patch::Value(substance) => checks::tidy(&substance),
        };
        let severity = match changes.severity {
            Patch::Absent => self.severity,
            Patch::Value(severity) => severity,
            Patch::Null => {
                error = error.field("/severity", "required");
                self.severity
            }
        };
        let note = changes.note.or(self.note.clone());
        let after = Self {
            substance,
            severity,
            note: checks::tidy_note(note.as_deref()),
            tested_on: changes.tested_on.or(self.tested_on),
            version: self.version + 1,
            ..self.clone()
        };
        if let Err(wrong) = after.check(today) {
            error.fields.extend(wrong.fields.iter().cloned());
        }
        error.if_any()?;
        Ok(after)
    }

    fn check(&self, today: NaiveDate) -> Result<()> {
        let mut error = Error::invalid();
        if self.substance.is_empty() {
            let wrong = FieldError::new("/substance", "required");
            error.fields.push(wrong);
        }
        checks::too_long(&mut error, "/substance", &*self.substance, SUBSTANCE);
        checks::too_long(&mut error, "/note", self.note.as_deref(), NOTE);
        if self.tested_on.is_some_and(|day| day > today) {
            let wrong = FieldError::new("/tested_on", "example-allergy-card_day_ahead");
            error.fields.push(wrong);
        }
        error.if_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-03-02".parse().unwrap()
    }

    fn new(substance: &str) -> NewAllergy {
        NewAllergy {
            client_id: Uuid::nil(),
            substance: substance.to_owned(),
            severity: Severity::Mild,
            note: Some("  itched \n".to_owned()),
            tested_on: Some(today()),
        }
    }

    fn pointers(error: &Error) -> Vec<&str> {
        error.fields.iter().map(|f| &*f.pointer).collect()
    }

    #[test]
    fn what_is_noted_is_tidied_and_checked() {
        let allergy = new("  PPD ").of(Uuid::nil(), today()).unwrap();
        assert_eq!(allergy.substance, "PPD");
        assert_eq!(allergy.note.as_deref(), Some("itched"));
        let mut wrong = new(" ");
        wrong.note = Some("x".repeat(NOTE + 1));
        wrong.tested_on = today().succ_opt();
        let error = wrong.of(Uuid::nil(), today()).unwrap_err();
        assert_eq!(pointers(&error), ["/substance", "/note", "/tested_on"]);
        let long = new(&"ä".repeat(SUBSTANCE + 1)).of(Uuid::nil(), today());
        assert_eq!(pointers(&long.unwrap_err()), ["/substance"]);
        assert!(new(&"ä".repeat(SUBSTANCE)).of(Uuid::nil(), today()).is_ok());
    }

    #[test]
    fn a_patch_changes_what_it_names() {
        let allergy = new("PPD").of(Uuid::nil(), today()).unwrap();
        let changes = AllergyChanges {
            severity: Patch::Value(Severity::Severe),
            note: Patch::Null,
            ..AllergyChanges::default()
        };
        let after = allergy.changed(changes, today()).unwrap();
        let expected = Allergy {
            severity: Severity::Severe,
            note: None,
            version: 2,
            ..allergy.clone()
        };
        assert_eq!(after, expected);
        let changes = AllergyChanges {
            substance: Patch::Null,
            severity: Patch::Null,
            ..AllergyChanges::default()
        };
        let error = allergy.changed(changes, today()).unwrap_err();
        assert_eq!(pointers(&error), ["/severity", "/substance"]);
    }
}
