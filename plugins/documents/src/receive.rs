//! Takes in a form with files: each goes to the store as it comes, judged on the way, and never
//! whole into memory.

use axum::extract::{
    FromRequest, Multipart, Request,
    multipart::{Field, MultipartError},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, stream};
use http::{StatusCode, header};
use kartoteka_plugin::{Call, Error, FieldError, Result, objects::StoredObject};
use uuid::Uuid;

use crate::{
    content::{Content, Judge},
    file::Kind,
    input::{self, NewFile},
    key, operations, preview,
    settings::Settings,
};

/// Bytes of a field that is no file.
const MAX_TEXT: usize = 64 << 10;
/// Files of one form.
const MOST: usize = 50;

/// A file that lies in the store, and is shown nowhere yet.
#[derive(Debug)]
pub struct Received {
    /// Under which key.
    pub object: Uuid,
    /// Under which key the small picture of it lies, if it is a picture.
    pub preview: Option<Uuid>,
    /// How much it is.
    pub stored: StoredObject,
    /// What it is.
    pub content: Content,
    /// With which media type it is sent.
    pub media_type: String,
    /// Under which name it came, with an ending that says what it is.
    pub file_name: String,
}

impl Received {
    /// All that lies in the store of it.
    pub fn objects(&self) -> impl Iterator<Item = Uuid> {
        [Some(self.object), self.preview].into_iter().flatten()
    }
}

/// The member of a refusal that says how many files there were, of which none was kept.
pub(crate) const SENT: &str = "sent";

/// What a form held.
#[derive(Debug, Default)]
pub struct Form {
    /// Its files, in order.
    pub files: Vec<Received>,
    /// How many there were, those that are refused among them.
    sent: usize,
    /// What was said beside them.
    pub said: NewFile,
}

impl Form {
    /// The one file that the form must hold.
    ///
    /// # Errors
    /// 400 where there are several.
    pub async fn one(mut self, call: &Call) -> Result<(Received, NewFile)> {
        match self.files.pop() {
            Some(file) if self.files.is_empty() => Ok((file, self.said)),
            last => {
                self.files.extend(last);
                operations::let_go(call, &self.objects()).await;
                let one = "one_file_at_a_time";
                Err(Error::malformed().field("/file", one))
            }
        }
    }

    fn objects(&self) -> Vec<Uuid> {
        self.files.iter().flat_map(Received::objects).collect()
    }
}

/// Said where an upload took so long that its beginning was swept.
pub(crate) fn too_slow() -> Error {
    Error::new(StatusCode::REQUEST_TIMEOUT, "upload_too_slow")
}

/// Takes in a form of `fields` beside its files.
///
/// # Errors
/// 403 without `documents.write`; 400 for a form that is none, or has other fields, or
/// `document_missing`; 413; 422 `kind_not_allowed` or for a kind that is none.
pub async fn receive(call: &Call, request: Request, fields: &[&str]) -> Result<Form> {
    call.require(operations::WRITE)?;
    let allowed = Settings::of(call).await?.contents();
    let mut form = Form::default();
    let taken = take_all(call, &allowed, request, fields, &mut form).await;
    if let Err(error) = taken {
        operations::let_go(call, &form.objects()).await;
        // Of several it is not plain what became of the others.
        return Err(match form.sent {
            ..=1 => error,
            sent => error.with(SENT, sent),
        });
    }
    Ok(form)
}

async fn take_all(
    call: &Call,
    allowed: &[Content],
    request: Request,
    fields: &[&str],
    form: &mut Form,
) -> Result<()> {
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| Error::malformed())?;
    let mut wrong = None;
    while let Some(field) = parts.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let chosen = name == "file" && field.file_name().is_some_and(|file| !file.is_empty());
        form.sent += usize::from(chosen);
        // Once something is wrong the rest is taken in, though it is not kept: who is still
        // sending would not hear the answer.
        if wrong.is_some() {
            pass(field).await?;
        } else if name == "file" {
            match file(call, allowed, field).await {
                Ok(Some(_)) if form.files.len() == MOST => wrong = Some(too_many()),
                Ok(received) => form.files.extend(received),
                Err(error) => wrong = Some(error),
            }
        } else if fields.contains(&name.as_str()) {
            let text = short_text(field).await?;
            say(&mut form.said, &name, text)?;
        } else {
            let pointer = format!("/{name}");
            wrong = Some(Error::malformed().field(pointer, "unknown_document_field"));
        }
    }
    match wrong {
        Some(error) => Err(error),
        None if form.files.is_empty() => {
            let missing = Error::new(StatusCode::BAD_REQUEST, "document_missing");
            Err(missing.field("/file", "required"))
        }
        None => Ok(()),
    }
}

fn too_many() -> Error {
    let error = Error::invalid().field("/file", "too_many_documents");
    error.field_arg("most", MOST)
}

/// What was said in one field.
fn say(said: &mut NewFile, name: &str, text: String) -> Result<()> {
    let text = Some(text).filter(|text| !text.trim().is_empty());
    match name {
        "client_id" => {
            let id = text.map(|text| text.trim().parse::<Uuid>()).transpose();
            said.client_id = id.map_err(|_| Error::malformed().field("/client_id", "malformed"))?;
        }
        "kind" => {
            let kind = text.map(|text| Kind::from_code(text.trim()).ok_or(()));
            let kind = kind.transpose();
            said.kind = kind.map_err(|()| Error::malformed().field("/kind", "malformed"))?;
        }
        "title" => said.title = text,
        _ => said.note = text,
    }
    Ok(())
}

/// A field that is no file.
async fn short_text(mut field: Field<'_>) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_TEXT {
            return Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
        }
    }
    String::from_utf8(bytes).map_err(|_| Error::malformed())
}

async fn pass(mut field: Field<'_>) -> Result<()> {
    while field.chunk().await.map_err(broken)?.is_some() {}
    Ok(())
}

fn broken(error: MultipartError) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::new(error.status(), "too_large"),
        _ => Error::malformed(),
    }
}

/// A file on its way to the store.
struct Coming<'a> {
    call: &'a Call,
    allowed: &'a [Content],
    field: Field<'a>,
    judge: Judge,
    first: Option<Bytes>,
    bytes: u64,
    began: DateTime<Utc>,
    name: String,
}

impl Coming<'_> {
    /// The next piece, where all is well so far.
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let piece = match self.first.take() {
            Some(first) => Some(first),
            None => self.field.chunk().await.map_err(broken)?,
        };
        let Some(piece) = piece else { return Ok(None) };
        self.bytes += piece.len() as u64;
        let most = self.call.limits().upload_bytes;
        if self.bytes > most {
            let error = Error::new(StatusCode::PAYLOAD_TOO_LARGE, "document_too_large");
            return Err(error.arg("limit_mb", most >> 20).arg("name", &self.name));
        }
        if self.call.now() - self.began > operations::SLOWEST {
            return Err(too_slow());
        }
        self.judge.take(&piece);
        match self.judge.has_refused() {
            true => Err(not_allowed(&self.name, self.allowed)),
            false => Ok(Some(piece)),
        }
    }
}

/// Names what is refused, and what is not.
fn not_allowed(name: &str, allowed: &[Content]) -> Error {
    let codes: Vec<_> = allowed.iter().map(|content| content.code()).collect();
    let error = Error::new(StatusCode::UNPROCESSABLE_ENTITY, "kind_not_allowed");
    error
        .arg("name", name)
        .arg("allowed", Content::names(allowed))
        .with("allowed", codes)
        .field("/file", "document_not_allowed")
}

/// Takes in one file; nothing for a field in which none was chosen.
async fn file(call: &Call, allowed: &[Content], mut field: Field<'_>) -> Result<Option<Received>> {
    let name = input::file_name(&sent_name(&field));
    let first = field.chunk().await.map_err(broken)?;
    let Some(first) = first.filter(|first| !first.is_empty()) else {
        if name.is_empty() {
            return Ok(None);
        }
        let error = Error::new(StatusCode::UNPROCESSABLE_ENTITY, "document_empty");
        return Err(error.arg("name", name).field("/file", "document_empty"));
    };
    let object = operations::intend(call).await?;
    let mut coming = Coming {
        call,
        allowed,
        field,
        judge: Judge::default(),
        first: Some(first),
        bytes: 0,
        began: call.now(),
        name,
    };
    match put(&mut coming, object).await {
        Ok(received) => Ok(Some(received)),
        Err(error) => {
            operations::let_go(call, &[object]).await;
            // What is left of it is taken in; where it has broken off, nobody hears.
            let _ = pass(coming.field).await;
            Err(error)
        }
    }
}

async fn put(coming: &mut Coming<'_>, object: Uuid) -> Result<Received> {
    let call = coming.call;
    let pieces = stream::try_unfold(&mut *coming, |coming| async move {
        let piece = coming.next().await?;
        Ok(piece.map(|piece| (piece, coming)))
    });
    let stored = call.objects().put(key(object), pieces.boxed()).await?;
    let judge = std::mem::take(&mut coming.judge);
    let verdict = judge.verdict(&coming.name);
    let verdict = verdict.filter(|(content, _)| coming.allowed.contains(content));
    let refused = || not_allowed(&coming.name, coming.allowed);
    let (content, media_type) = verdict.ok_or_else(refused)?;
    let name = match coming.name.as_str() {
        "" => "document",
        name => name,
    };
    Ok(Received {
        object,
        preview: preview::make(call, object, &stored, content).await?,
        stored,
        content,
        media_type,
        file_name: content.named(name),
    })
}

/// What the sender calls the file: browsers write it as it is, programs also as RFC 5987 has it.
fn sent_name(field: &Field<'_>) -> String {
    let disposition = field.headers().get(header::CONTENT_DISPOSITION);
    let disposition = disposition.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let extended = disposition.and_then(|text| {
        let lower = text.to_ascii_lowercase();
        let at = lower.find("filename*=utf-8''")? + "filename*=utf-8''".len();
        let value = text.get(at..)?.split(';').next()?.trim();
        decoded(value)
    });
    extended.unwrap_or_else(|| field.file_name().unwrap_or_default().to_owned())
}

/// A percent-encoded text; nothing for what is none.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}

/// The field that an error about an upload names, for forms that show it there.
pub(crate) fn names_file(error: &Error) -> bool {
    error
        .fields
        .iter()
        .any(|field: &FieldError| field.pointer == "/file")
}
