//! `POST …/imports`

use axum::{
    extract::{FromRequest, Multipart, Request},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use kartoteka_plugin::{Call, Error, FieldError, Result, extract::Json, workers::ScratchFile};
use utoipa::ToSchema;

use crate::imports::{self, Import, ReadAs};

/// Bytes of a field that is no file: a mapping of all 16,384 columns fits well.
const MAX_TEXT: usize = 1 << 20;

/// The form of an upload.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the form for the API document")]
struct UploadForm {
    /// The spreadsheet: XLS, XLSX, ODS or CSV, by its content.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Which column holds what, as JSON: `{"A":"name","B":"phone"}`; found out if absent.
    #[schema(nullable = false)]
    mapping: Option<String>,
    /// The sheet to read, by its name; the fullest if absent.
    #[schema(nullable = false)]
    sheet: Option<String>,
    /// The encoding of a CSV file; found out if absent.
    #[schema(nullable = false)]
    encoding: Option<String>,
    /// The separator of a CSV file, one ASCII character or `\t`; found out if absent.
    #[schema(nullable = false, pattern = r"^([\x00-\x7f]|\\t)?$")]
    separator: Option<String>,
    /// Whether the first row names the columns: `true` or `false`; found out if absent.
    #[schema(nullable = false)]
    head: Option<bool>,
}

/// Uploads a spreadsheet and starts its preview. Nothing is written to clients before
/// the commit; what is wrong with the file is said by the import itself.
#[utoipa::path(
    post, path = "/imports", tag = "imports", operation_id = "start_import",
    request_body(content = inline(UploadForm), content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The import", body = Import, headers(("Location" = String))),
        (status = 413, description = "`upload_too_large`, or `file_too_large`"),
        (status = 422, description = "A mapping or separator that is none"),
    )
)]
pub(super) async fn start_import(call: Call, request: Request) -> Result<Response> {
    let (file, name, read_as) = receive(&call, request).await?;
    let import = imports::start(&call, file, &name, read_as).await?;
    let location = format!("/api/v1/salons/{}/imports/{}", call.salon().slug, import.id);
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(import),
    )
        .into_response())
}

/// Takes in an upload: the file, its name, and how to read it. An upload that breaks
/// off leaves nothing, because the file goes with its handle.
pub(crate) async fn receive(
    call: &Call,
    request: Request,
) -> Result<(Box<dyn ScratchFile>, String, ReadAs)> {
    call.require("imports.write")?;
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Error::malformed())?;
    let mut file = None;
    let mut read_as = ReadAs::default();
    while let Some(field) = form.next_field().await.map_err(|_| Error::malformed())? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            file = Some((store(call, field).await?, file_name));
            continue;
        }
        let text = Some(short_text(field).await?).filter(|text| !text.is_empty());
        match name.as_str() {
            "mapping" => read_as.mapping = text,
            "sheet" => read_as.sheet = text,
            "encoding" => read_as.encoding = text,
            "separator" => read_as.separator = text,
            "head" => read_as.head = text.map(|text| yes_or_no(&text)).transpose()?,
            _ => return Err(unknown_field(&name)),
        }
    }
    let (file, name) = file.ok_or_else(|| {
        let mut error = Error::malformed();
        error.fields.push(FieldError::new("/file", "required"));
        error
    })?;
    Ok((file, name, read_as))
}

/// A field that is no file. The limit on whole bodies is off here, so it is held to
/// one of its own.
async fn short_text(mut field: axum::extract::multipart::Field<'_>) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Error::malformed())? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_TEXT {
            return Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
        }
    }
    String::from_utf8(bytes).map_err(|_| Error::malformed())
}

fn yes_or_no(text: &str) -> Result<bool> {
    text.parse().map_err(|_| {
        let mut error = Error::malformed();
        error.fields.push(FieldError::new("/head", "true_or_false"));
        error
    })
}

fn unknown_field(name: &str) -> Error {
    let mut error = Error::malformed();
    error
        .fields
        .push(FieldError::new(format!("/{name}"), "unknown_field"));
    error
}

async fn store(
    call: &Call,
    mut field: axum::extract::multipart::Field<'_>,
) -> Result<Box<dyn ScratchFile>> {
    let most = call.limits().upload_bytes;
    let mut file = call.scratch().create().await?;
    let mut bytes = 0;
    let mut failed = None;
    while let Some(chunk) = field.chunk().await.map_err(|_| Error::malformed())? {
        bytes += chunk.len() as u64;
        if bytes > most {
            let too_large = Error::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large");
            return Err(too_large.arg("limit_mb", most >> 20));
        }
        // The rest is taken in though it is not kept: who is still sending would not hear
        // the answer.
        if failed.is_none() {
            failed = file.write(chunk).await.err();
        }
    }
    if let Some(error) = failed {
        return Err(error);
    }
    file.finish().await?;
    Ok(file)
}
