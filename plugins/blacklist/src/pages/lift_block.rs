//! `POST /{salon}/blacklist/{block}/lift`, `…/restoration` and `…/review`.

use axum::response::Response;
use kartoteka_plugin::{
    Call, Result,
    extract::Path,
    pages::{self, Typed},
};
use uuid::Uuid;

use crate::operations;

/// Lifts the block, whatever its version: one press takes it back.
pub(super) async fn lift_block(call: Call, Path(id): Path<Uuid>, typed: Typed) -> Result<Response> {
    operations::lift(&call, id, None).await?;
    let to = back(&typed).unwrap_or_else(|| format!("/blacklist?gone={id}"));
    Ok(pages::see_other(&call, &to))
}

/// Lets it hold again.
pub(super) async fn restore_block(
    call: Call,
    Path(id): Path<Uuid>,
    typed: Typed,
) -> Result<Response> {
    operations::restore(&call, id).await?;
    let to = back(&typed).unwrap_or_else(|| "/blacklist".to_owned());
    Ok(pages::see_other(&call, &to))
}

/// Notes that it was looked at, and moves the day on.
pub(super) async fn review_block(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    operations::review(&call, id).await?;
    Ok(pages::see_other(&call, "/blacklist?state=due"))
}

/// The section of the card that the form was on, and nothing else.
fn back(typed: &Typed) -> Option<String> {
    let client = typed.get("back").strip_prefix("/clients/")?;
    let client: Uuid = client.parse().ok()?;
    Some(format!("/clients/{client}#section-blacklist-block"))
}
