//! The form of a block: what was typed, in and out.

use chrono::NaiveDate;
use kartoteka_plugin::{
    Error, FieldError, Result,
    contacts::ContactKind,
    pages::{Typed, Ui},
};
use uuid::Uuid;

use crate::{
    block::{Block, Effect, Scope},
    input::{BlockChanges, MOST_OPEN, NewBlock, NewBlockContact},
    settings::Settings,
};
use kartoteka_plugin::patch::Patch;

/// A block as it stands in the fields of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct BlockForm {
    pub(super) client: Option<Uuid>,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) effect: String,
    pub(super) most_open: String,
    pub(super) scope: String,
    pub(super) reason: String,
    pub(super) text: String,
    pub(super) ends_on: String,
    pub(super) review_on: String,
    /// Those that are chosen; nothing where they were not offered.
    pub(super) documents: Option<Vec<Uuid>>,
    /// Where the block is that holds already.
    pub(super) existing: Option<String>,
}

impl BlockForm {
    /// The form of a block to be set, with what the salon's settings propose.
    pub(super) fn new(client: Option<Uuid>, settings: &Settings, today: NaiveDate) -> Self {
        let review_on = settings.review_on(today);
        Self {
            client,
            effect: settings.default_effect.code().to_owned(),
            scope: settings.default_scope.code().to_owned(),
            review_on: review_on.map(|day| day.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What was typed.
    ///
    /// # Errors
    /// 400, where the form is not ours.
    pub(super) fn of(typed: &Typed) -> Result<Self> {
        let text = |name: &str| typed.get(name).to_owned();
        Ok(Self {
            client: typed.id("client_id")?,
            phone: text("phone"),
            email: text("email"),
            effect: text("effect"),
            most_open: text("most_open"),
            scope: text("scope"),
            reason: text("reason"),
            text: text("text"),
            ends_on: text("ends_on"),
            review_on: text("review_on"),
            documents: documents(typed)?,
            existing: None,
        })
    }

    /// The block as it is.
    pub(super) fn from_block(block: &Block) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let most = block.most_open.map(|most| most.to_string());
        Self {
            client: block.client_id,
            phone: String::new(),
            email: String::new(),
            effect: block.effect.code().to_owned(),
            most_open: most.unwrap_or_default(),
            scope: block.scope.code().to_owned(),
            reason: block.reason.clone().unwrap_or_default(),
            text: block.text.clone().unwrap_or_default(),
            ends_on: day(block.ends_on),
            review_on: day(block.review_on),
            documents: Some(block.documents.clone()),
            existing: None,
        }
    }

    /// Whether a document is chosen.
    pub(super) fn has(&self, document: &Uuid) -> bool {
        self.documents.iter().flatten().any(|id| id == document)
    }

    /// The block to be set.
    ///
    /// # Errors
    /// 422, where a field cannot be read.
    pub(super) fn new_block(&self) -> Result<NewBlock> {
        let mut error = Error::invalid();
        let new = NewBlock {
            client_id: self.client,
            contacts: self.contacts(),
            effect: self.effect(&mut error),
            most_open: self.most_open(&mut error),
            scope: Scope::from_code(&self.scope),
            reason: Some(self.reason.clone()),
            text: Some(self.text.clone()),
            documents: self.documents.clone().unwrap_or_default(),
            ends_on: day(&mut error, "/ends_on", &self.ends_on),
            review_on: day(&mut error, "/review_on", &self.review_on),
        };
        error.if_any()?;
        Ok(new)
    }

    /// The block as it is to be.
    ///
    /// # Errors
    /// 422, where a field cannot be read.
    pub(super) fn changes(&self) -> Result<BlockChanges> {
        let new = self.new_block()?;
        Ok(BlockChanges {
            effect: Patch::Value(new.effect),
            most_open: new.most_open.into(),
            scope: Patch::Value(new.scope.unwrap_or_default()),
            reason: new.reason.into(),
            text: new.text.into(),
            documents: self.documents.clone().map_or(Patch::Absent, Patch::Value),
            ends_on: new.ends_on.into(),
            review_on: new.review_on.into(),
        })
    }

    fn contacts(&self) -> Vec<NewBlockContact> {
        let typed = [
            (ContactKind::Phone, &self.phone),
            (ContactKind::Email, &self.email),
        ];
        let filled = typed
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty());
        filled
            .map(|(kind, value)| NewBlockContact {
                kind,
                value: value.clone(),
            })
            .collect()
    }

    fn effect(&self, error: &mut Error) -> Effect {
        Effect::from_code(&self.effect).unwrap_or_else(|| {
            error.fields.push(FieldError::new("/effect", "required"));
            Effect::Refuse
        })
    }

    /// The limit; what stands in its field counts for nothing else.
    fn most_open(&self, error: &mut Error) -> Option<u32> {
        let typed = self.most_open.trim();
        if self.effect != Effect::Limit.code() || typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok();
        if number.is_none() {
            let wrong = FieldError::new("/most_open", "out_of_range")
                .arg("least", 0_u32)
                .arg("most", MOST_OPEN);
            error.fields.push(wrong);
        }
        number
    }

    /// The id and the name of the field that a pointer points to.
    pub(super) fn field(&self, ui: &Ui, pointer: &str) -> (String, String) {
        let parts: Vec<&str> = pointer.split('/').skip(1).collect();
        let id = match parts.as_slice() {
            ["contacts", at, ..] => {
                let at = at.parse::<usize>().ok();
                let contacts = self.contacts();
                let contact = at.and_then(|at| contacts.get(at));
                contact
                    .map_or("phone", |contact| contact.kind.code())
                    .to_owned()
            }
            ["client_id"] => "who".to_owned(),
            [name] if !name.is_empty() => name.replace('_', "-"),
            _ => "phone".to_owned(),
        };
        let label = ui.t(&format!("blacklist-field-{id}"));
        (id, label)
    }
}

/// The documents that are chosen, where the form offered any.
fn documents(typed: &Typed) -> Result<Option<Vec<Uuid>>> {
    if !typed.has("documents_offered") {
        return Ok(None);
    }
    let ids = typed.all("documents").into_iter();
    let ids: Result<_, _> = ids.map(|id| id.parse()).collect();
    ids.map(Some).map_err(|_| Error::malformed())
}

/// A day of a date field; nothing where it is empty.
fn day(error: &mut Error, pointer: &str, typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    let day = typed.parse().ok();
    if day.is_none() && !typed.is_empty() {
        error
            .fields
            .push(FieldError::new(pointer, "day_unreadable"));
    }
    day
}
