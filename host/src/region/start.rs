//! The first start: the first salon and its owner, guarded by a code that the
//! host prints.

use kartoteka_plugin::{Actor, Error, Result, Salon};
use serde_json::json;

use super::{NewSalon, NewUser, Region, Role, journal::Note, secret};

/// The form of the first start.
pub(super) struct FirstStart {
    pub(super) code: String,
    pub(super) salon: NewSalon,
    pub(super) owner: NewUser,
}

impl Region {
    /// The one-time code of the first start while there is no user: a fresh one, to
    /// be printed with the address `/start`. None once there is a user.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn setup_code(&self) -> Result<Option<String>> {
        if self.started().await? {
            return Ok(None);
        }
        let code = secret::typed(4)?;
        let hash = secret::hash(&secret::untyped(&code));
        let now = self.clock.now();
        self.store.insert_setup_code(&hash, now).await?;
        Ok(Some(code))
    }

    /// Whether the first start is over.
    pub(super) async fn started(&self) -> Result<bool> {
        Ok(self.store.any_user().await?)
    }

    /// Makes the first salon and its owner.
    ///
    /// # Errors
    /// 404 once there is a user; 422 with field `/code` before anything else is
    /// looked at, then those of salon and user.
    pub(super) async fn first_start(&self, new: FirstStart) -> Result<Salon> {
        if self.started().await? {
            return Err(Error::not_found());
        }
        let wrong = || Error::invalid().field("/code", "setup_code_wrong");
        let code = secret::hash(&secret::untyped(&new.code));
        if !self.store.has_setup_code(&code).await? {
            return Err(wrong());
        }
        let salon = check(&new, self.clock.new_id())?;
        let hash = self.passwords.hash(&new.owner.password).await?;
        let mut tx = self.store.begin().await?;
        if !tx.take_setup_code(&code).await? {
            return Err(wrong());
        }
        self.insert_salon(&mut tx, &salon).await?;
        let owner = self.insert_user(&mut tx, &new.owner, &hash).await?;
        let now = self.clock.now();
        tx.put_member(salon.id, owner, Role::Owner, now).await?;
        let note = Note::of_user("region.user.joined/1", owner);
        let note = note.after(json!({"role": Role::Owner}));
        let stamp = self.stamp(&Actor::User(owner));
        self.record(&mut tx, salon.id, &stamp, note).await?;
        tx.delete_setup_codes().await?;
        tx.commit().await?;
        Ok(salon)
    }
}

/// Names the bad fields of both, the salon's below `/salon`, the owner's below `/owner`.
fn check(new: &FirstStart, id: uuid::Uuid) -> Result<Salon> {
    let salon = new.salon.check(id);
    let owner = new.owner.check();
    let mut all = Error::invalid();
    for (at, error) in [
        ("/salon", salon.as_ref().err()),
        ("/owner", owner.as_ref().err()),
    ] {
        let fields = error.into_iter().flat_map(|error| &error.fields);
        all.fields.extend(fields.cloned().map(|mut field| {
            field.pointer = format!("{at}{}", field.pointer);
            field
        }));
    }
    all.if_any()?;
    salon
}
