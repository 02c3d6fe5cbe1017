//! Sends the content of a file: whole or in part, to be saved or shown, and never run.

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use futures_util::TryStreamExt as _;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kartoteka_plugin::{Call, Error, Result, objects::Bytestream};
use uuid::Uuid;

use crate::{
    content::Content,
    file::Version,
    key, operations,
    ranges::{Wanted, wanted},
};

/// It loads nothing, runs nothing, and is of no site.
const POLICY: &str = "sandbox; default-src 'none'";
/// The same for a PDF that is to be shown: the browser's own viewer does that, in a process of its
/// own and without this site. Safari leaves it blank in a sandbox.
const PDF_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Sends the version `number` of the file `id`, the newest where none is named.
///
/// # Errors
/// 403 without `documents.read`; 404; 416 `range_beyond_end`.
pub async fn deliver(
    call: &Call,
    id: Uuid,
    number: Option<i64>,
    inline: bool,
    asked: &HeaderMap,
) -> Result<Response> {
    let file = operations::show(call, id).await?;
    let version = match number {
        Some(number) => file.numbered(number),
        None => file.latest(),
    };
    let version = version.ok_or_else(Error::not_found)?;
    let size = u64::try_from(version.size).unwrap_or_default();
    let tag = format!("\"{}\"", version.sha256);
    if says(asked, &header::IF_NONE_MATCH, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, facts(version, &tag, inline)).into_response());
    }
    // A part of another version is of no use to who has one of this.
    let same = !asked.contains_key(header::IF_RANGE) || says(asked, &header::IF_RANGE, &tag);
    let range = asked.get(header::RANGE).filter(|_| same);
    let range = range
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (status, range) = match wanted(range, size) {
        Wanted::Whole => (StatusCode::OK, 0..size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Nowhere => return Ok(beyond(size)),
    };
    let mut headers = facts(version, &tag, inline);
    headers.insert(header::CONTENT_LENGTH, (range.end - range.start).into());
    if status == StatusCode::PARTIAL_CONTENT {
        let last = range.end.saturating_sub(1);
        let part = format!("bytes {}-{last}/{size}", range.start);
        headers.insert(header::CONTENT_RANGE, value(&part));
    }
    let bytes = call.objects().read(key(version.object), range).await?;
    Ok((status, headers, sent(bytes)).into_response())
}

/// The bytes as they come. The status is sent by then: where they fail, all that is left is to
/// break off.
fn sent(bytes: Bytestream<'static>) -> Body {
    Body::from_stream(bytes.map_err(|error| std::io::Error::other(error.code.clone())))
}

/// Sends the small picture of the version `number` of the file `id`, the newest where none is
/// named.
///
/// # Errors
/// 403 without `documents.read`; 404, also where there is no small picture.
pub async fn deliver_preview(
    call: &Call,
    id: Uuid,
    number: Option<i64>,
    asked: &HeaderMap,
) -> Result<Response> {
    let file = operations::show(call, id).await?;
    let version = number.map_or_else(|| file.latest(), |number| file.numbered(number));
    let preview = version.and_then(|version| version.preview);
    let preview = preview.ok_or_else(Error::not_found)?;
    let mut headers = safe(&format!("\"{preview}\""));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    if says(asked, &header::IF_NONE_MATCH, &format!("\"{preview}\"")) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let size = call.objects().size(key(preview)).await?;
    let size = size.ok_or_else(Error::not_found)?;
    headers.insert(header::CONTENT_LENGTH, size.into());
    let bytes = call.objects().read(key(preview), 0..size).await?;
    Ok((StatusCode::OK, headers, sent(bytes)).into_response())
}

/// Whether a header names this tag, or any.
fn says(asked: &HeaderMap, name: &HeaderName, tag: &str) -> bool {
    let values = asked.get_all(name).iter().filter_map(|v| v.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

fn beyond(size: u64) -> Response {
    let status = StatusCode::RANGE_NOT_SATISFIABLE;
    let mut response = Error::new(status, "range_beyond_end").into_response();
    let range = value(&format!("bytes */{size}"));
    response.headers_mut().insert(header::CONTENT_RANGE, range);
    response
}

/// What the content is, and what may be done with it.
fn facts(version: &Version, tag: &str, inline: bool) -> HeaderMap {
    let way = match inline && version.content.is_shown() {
        true => "inline",
        false => "attachment",
    };
    let (plain, encoded) = names(&version.file_name);
    let disposition = format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let mut headers = safe(tag);
    headers.insert(header::CONTENT_TYPE, value(&version.media_type));
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if way == "inline" && version.content == Content::Pdf {
        let policy = HeaderValue::from_static(PDF_POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
}

/// What makes sure that nothing of it runs.
fn safe(tag: &str) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(header::ETAG, value(tag));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The name for who reads ASCII alone, and as RFC 8187 writes it.
fn names(name: &str) -> (String, String) {
    let plain = name.chars().map(|c| match c {
        ' '..='~' if !matches!(c, '"' | '\\' | '%') => c,
        _ => '_',
    });
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    (plain.collect(), encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_for_both_kinds_of_readers() {
        let (plain, encoded) = names("Übung \"1\"\r\n%.pdf");
        assert_eq!(plain, "_bung _1____.pdf");
        assert_eq!(encoded, "%C3%9Cbung%20%221%22%0D%0A%25.pdf");
    }

    #[test]
    fn tags_are_compared_weakly() {
        let mut asked = HeaderMap::new();
        assert!(!says(&asked, &header::IF_NONE_MATCH, "\"a\""));
        asked.append(header::IF_NONE_MATCH, value("\"x\", W/\"a\""));
        assert!(says(&asked, &header::IF_NONE_MATCH, "\"a\""));
        assert!(!says(&asked, &header::IF_NONE_MATCH, "\"b\""));
    }
}
