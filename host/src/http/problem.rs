//! Errors for programs: RFC 9457 `application/problem+json`.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kartoteka_plugin::{Error, Texts};
use serde_json::{Map, Value, json};

/// The media type.
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The answer that says `error` in the reader's language. Of our own faults it
/// tells the request's id and nothing else.
pub(super) fn render(error: &Error, texts: &Texts, request_id: &str) -> Response {
    let body = document(error, texts, request_id);
    let mut response = (error.status, body.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, PROBLEM);
    if error.status == StatusCode::UNAUTHORIZED {
        let bearer = HeaderValue::from_static("Bearer");
        headers.insert(header::WWW_AUTHENTICATE, bearer);
    }
    if error.status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

fn document(error: &Error, texts: &Texts, request_id: &str) -> Value {
    let (title, detail) = texts.error(error);
    let mut body = Map::new();
    body.insert(
        "type".to_owned(),
        format!("/problems/{}", error.code).into(),
    );
    body.insert("title".to_owned(), title.into());
    body.insert("status".to_owned(), error.status.as_u16().into());
    body.insert("code".to_owned(), error.code.as_ref().into());
    body.insert("request_id".to_owned(), request_id.into());
    if error.status.is_server_error() {
        return body.into();
    }
    if let Some(detail) = detail {
        body.insert("detail".to_owned(), detail.into());
    }
    if !error.fields.is_empty() {
        let fields = error.fields.iter().map(|field| {
            json!({
                "pointer": field.pointer,
                "code": field.code,
                "detail": texts.field(field),
            })
        });
        body.insert("errors".to_owned(), fields.collect());
    }
    for (member, value) in &error.extra {
        // The members above mean something fixed: a module cannot change them.
        body.entry(member).or_insert_with(|| value.clone());
    }
    body.into()
}

/// 408: the sender of a body left us waiting.
pub(super) fn too_slow() -> Error {
    Error::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow")
}

/// The error that a bare status of the router or of an extractor stands for.
pub(crate) fn of_status(status: StatusCode) -> Error {
    match status {
        StatusCode::BAD_REQUEST => Error::malformed(),
        StatusCode::UNAUTHORIZED => Error::unauthorized(),
        StatusCode::NOT_FOUND => Error::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Error::new(status, "method_not_allowed"),
        StatusCode::PAYLOAD_TOO_LARGE => Error::new(status, "too_large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::new(status, "unsupported_media_type"),
        StatusCode::UNPROCESSABLE_ENTITY => Error::invalid(),
        StatusCode::TOO_MANY_REQUESTS => Error::new(status, "too_many_requests"),
        StatusCode::SERVICE_UNAVAILABLE => Error::new(status, "busy"),
        status if status.is_server_error() => Error::internal(format!("a bare {status}")),
        status => Error::new(status, "refused"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kartoteka_plugin::{Locale, text::Catalog};

    use super::*;

    fn texts() -> Texts {
        const FILE: &str = "error-number_taken = Number { $number } is taken\n    .detail = Choose another.\nerror-internal = Failed\nfield-too_long = At most { $most }\n";
        match Catalog::new(&[(Locale::En, "test.ftl", FILE)]) {
            Ok(catalog) => Arc::new(catalog).texts(Locale::De),
            Err(error) => unreachable!("{error}"),
        }
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let error = Error::conflict("number_taken")
            .arg("number", "17")
            .field("/name", "too_long")
            .field_arg("most", 3_i64)
            .with("client_id", "x")
            .with("status", 200);
        assert_eq!(
            document(&error, &texts(), "r1"),
            json!({
                "type": "/problems/number_taken",
                "title": "Number 17 is taken",
                "detail": "Choose another.",
                "status": 409,
                "code": "number_taken",
                "request_id": "r1",
                "errors": [{"pointer": "/name", "code": "too_long", "detail": "At most 3"}],
                "client_id": "x",
            })
        );
    }

    #[test]
    fn of_our_own_faults_only_the_request_is_told() {
        let error = Error::internal("password")
            .with("secret", 1)
            .field("/a", "b");
        let body = document(&error, &texts(), "r1");
        assert_eq!(body.as_object().map(Map::len), Some(5));
        assert!(!body.to_string().contains("password"));
    }
}
