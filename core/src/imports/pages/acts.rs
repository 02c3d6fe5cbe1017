//! What the buttons of an import do.

use axum::{
    Form,
    extract::rejection::FormRejection,
    response::{IntoResponse, Redirect, Response},
};
use kartoteka_plugin::{Call, Error, Result, extract::Path};
use uuid::Uuid;

use super::desk::Desk;
use crate::imports::{self, Choice, CommitChoices, api::import_rows};

/// The pairs of a form, in their order.
pub(super) type Pairs = Vec<(String, String)>;

/// `POST /imports/{import}/commit`
pub(super) async fn commit(
    call: Call,
    Path(id): Path<Uuid>,
    form: Result<Form<Pairs>, FormRejection>,
) -> Result<Response> {
    let Form(pairs) = form.map_err(|_| Error::malformed())?;
    imports::commit(&call, id, &choices(&pairs)).await?;
    Ok(Desk::of(&call).to_import(id))
}

/// `changed=skip` for all known clients, `row-17=skip` for one row.
fn choices(pairs: &Pairs) -> CommitChoices {
    let mut choices = CommitChoices::default();
    for (name, value) in pairs {
        let skip = value == "skip";
        match name.strip_prefix("row-") {
            Some(row) if skip => {
                choices.rows.insert(row.to_owned(), Choice::Skip);
            }
            None if name == "changed" && skip => choices.changed = Choice::Skip,
            _ => {}
        }
    }
    choices
}

/// `POST /imports/{import}/undo`
pub(super) async fn undo(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    imports::undo(&call, id).await?;
    Ok(Desk::of(&call).to_import(id))
}

/// `POST /imports/{import}/discard`
pub(super) async fn discard(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    imports::discard(&call, id).await?;
    let list = format!("{}/imports", Desk::of(&call).base);
    Ok(Redirect::to(&list).into_response())
}

/// `GET /imports/{import}/file`
pub(super) async fn sheet_back(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    import_rows::download(&call, id).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_left_out_is_said() {
        let pairs = [
            ("changed", "update"),
            ("row-7", "skip"),
            ("row-9", "update"),
        ];
        let pairs: Pairs = pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let chosen = choices(&pairs);
        assert_eq!(chosen.changed, Choice::Update);
        assert_eq!(
            chosen.rows.into_iter().collect::<Vec<_>>(),
            [("7".to_owned(), Choice::Skip)]
        );
    }
}
