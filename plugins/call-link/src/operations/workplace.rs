//! How this workplace calls.

use kartoteka_plugin::{Call, Error, Result, phone_link::PhoneLink};

use super::{ID, USE};
use crate::way::Way;

/// How this workplace calls: as the salon does until something else is chosen here.
///
/// # Errors
/// 403 without `call-link.use`; 409 `no_workplace` for who has no session.
pub async fn way(call: &Call) -> Result<Way> {
    call.require(USE)?;
    own_or_salons(call).await
}

/// How workplaces call that have chosen nothing.
async fn of_salon(call: &Call) -> Result<Way> {
    let way: Way = call.settings(ID).await?;
    // What was set has been checked; what no longer passes counts for nothing.
    Ok(way.without_idle_template().checked().unwrap_or_default())
}

async fn own_or_salons(call: &Call) -> Result<Way> {
    match chosen(call).await? {
        Some(way) => Ok(way),
        None => of_salon(call).await,
    }
}

/// Chooses how this workplace calls.
///
/// # Errors
/// 403 without `call-link.use`; 409 `no_workplace`; 422 with what is wrong about the template.
pub async fn choose(call: &Call, way: Way) -> Result<Way> {
    call.require(USE)?;
    let workplace = call.workplace().ok_or_else(no_workplace)?;
    let way = way.checked()?;
    let settings = serde_json::to_value(&way);
    let settings = settings.map_err(|error| Error::internal(error.to_string()))?;
    workplace.set(ID, &settings).await?;
    Ok(way)
}

/// What phone numbers become here; nothing for who has no workplace.
///
/// # Errors
/// 403 without `call-link.use`; as the host says.
pub(crate) async fn link(call: &Call) -> Result<Option<PhoneLink>> {
    call.require(USE)?;
    let way = match call.workplace() {
        Some(_) => own_or_salons(call).await?,
        None => return Ok(None),
    };
    let word = call.texts().get("call-link-call");
    Ok(Some(way.link(word)))
}

/// What was chosen. What cannot be read any more counts for nothing.
async fn chosen(call: &Call) -> Result<Option<Way>> {
    let workplace = call.workplace().ok_or_else(no_workplace)?;
    let settings = workplace.get(ID).await?;
    Ok(settings.and_then(|settings| serde_json::from_value(settings).ok()))
}

fn no_workplace() -> Error {
    Error::conflict("no_workplace")
}
