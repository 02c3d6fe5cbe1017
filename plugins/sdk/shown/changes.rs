use axum::response::{AppendHeaders, IntoResponse};
use http::header::ETAG;
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{IfMatch, Json, Path, etag},
    patch::Patch,
};
use serde_json::json;
use uuid::Uuid;

/// What may be changed of a voucher: what is absent stays, what is null goes. The document has no
/// `Patch`, so the schema is told what stands in it.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftChanges {
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    cents: Patch<i64>,
}

/// `PATCH /welcome/gifts/{gift}`, based on the version that was seen: the table has a column
/// `version`, 1 to begin with, which each change raises, and what shows a voucher has it as its
/// `ETag`. Documented by `params(IfMatch)` and `request_body(content = GiftChanges)`; a `DELETE` of
/// what may be changed asks for the version likewise.
pub async fn change_gift(
    call: Call,
    Path(gift): Path<Uuid>,
    IfMatch(based_on): IfMatch,
    Json(changes): Json<GiftChanges>,
) -> Result<impl IntoResponse> {
    call.require("welcome.write")?;
    let mut tx = call.begin().await?;
    let sql = "select cents, version from welcome__gifts where salon_id = $1 and id = $2";
    let row = tx.query(sql).bind(gift).optional().await?;
    let row = row.ok_or_else(Error::not_found)?;
    let (was, version): (i64, i64) = (row.get("cents")?, row.get("version")?);
    if version != based_on {
        return Err(Error::changed_meanwhile().with("current_version", version));
    }
    let cents = match changes.cents {
        Patch::Absent => was,
        Patch::Value(cents) if cents > 0 => cents,
        Patch::Value(_) | Patch::Null => return Err(Error::invalid().field("/cents", "required")),
    };
    // Of two who change it at once, one finds another version here.
    let sql = "update welcome__gifts set cents = $3, version = version + 1 \
               where salon_id = $1 and id = $2 and version = $4";
    let update = tx.query(sql).bind(gift).bind(cents).bind(version);
    if update.execute().await? != 1 {
        return Err(Error::changed_meanwhile());
    }
    tx.commit().await?;
    let tag = AppendHeaders([(ETAG, etag(version + 1))]);
    Ok((tag, Json(json!({"id": gift, "cents": cents}))))
}
