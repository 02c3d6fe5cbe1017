use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderValue;
use kartoteka_plugin::{Call, Error, Result};

#[derive(serde::Deserialize)]
struct Set {
    sender: Option<String>,
    remind_hours: i64,
}

/// From whom and when a client is reminded of a visit; nothing until somebody filled in the form.
pub async fn reminder(
    call: &Call,
    visit: DateTime<Utc>,
) -> Result<Option<(String, DateTime<Utc>)>> {
    let set: Set = call.settings("welcome").await?;
    let at = visit - TimeDelta::hours(set.remind_hours);
    Ok(set.sender.map(|sender| (sender, at)))
}

/// By what the provider knows the salon: a secret is for whom it was made, and for no log.
pub async fn authorization(call: &Call) -> Result<Option<HeaderValue>> {
    let Some(key) = call.secret("welcome", "api_key").await? else {
        return Ok(None);
    };
    let header = HeaderValue::try_from(format!("Bearer {key}"));
    let mut header = header.map_err(|_| Error::internal("the key fits no header"))?;
    header.set_sensitive(true);
    Ok(Some(header))
}
