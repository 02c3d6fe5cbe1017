//! Extractors and answers that every JSON door shares.

use axum::{
    body::{Bytes, HttpBody as _},
    extract::{FromRequest, FromRequestParts, OptionalFromRequest, OriginalUri, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts};
use serde::{
    Serialize,
    de::{DeserializeOwned, Visitor},
};
use utoipa::{
    IntoParams,
    openapi::{
        Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::{Object, SchemaType, Type},
    },
};

use crate::{Call, Error, Result};

/// A JSON body, in and out. Unknown fields are refused by the types themselves
/// (`#[serde(deny_unknown_fields)]`).
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if !is_json(request.headers()) {
            return Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json"));
        }
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| {
                let too_large = rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE;
                if too_large {
                    Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
                } else {
                    Error::malformed()
                }
            })?;
        decode(&body).map(Self)
    }
}

/// A body that may be absent: an empty one is none.
impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>> {
        if request.body().is_end_stream() {
            return Ok(None);
        }
        <Self as FromRequest<S>>::from_request(request, state)
            .await
            .map(Some)
    }
}

/// `application/json`, `application/merge-patch+json` and the like.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    let essence = value
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    essence.eq_ignore_ascii_case("application/json")
        || essence.to_ascii_lowercase().ends_with("+json")
}

/// Decodes a JSON document.
///
/// # Errors
/// 400 with a pointer to the place that does not fit.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(Whole(&mut deserializer)).map_err(|error| {
        let mut pointer = pointer(error.path());
        let text = error.into_inner().to_string();
        if let Some(name) = missing(&text) {
            pointer.push('/');
            pointer.push_str(&escaped(name));
        }
        Error::malformed()
            .field(pointer, "malformed")
            .field_arg("reason", text)
    })?;
    deserializer.end().map_err(|_| {
        Error::malformed()
            .field("", "malformed")
            .field_arg("reason", "trailing text")
    })?;
    Ok(value)
}

/// A document of which an object is no list: serde takes a list for a structure, field by field.
struct Whole<'a, R>(&'a mut serde_json::Deserializer<R>);

impl<'de, R: serde_json::de::Read<'de>> serde::Deserializer<'de> for Whole<'_, R> {
    type Error = serde_json::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Self::Error> {
        self.0.deserialize_map(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> std::result::Result<V::Value, Self::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> std::result::Result<V::Value, Self::Error> {
        self.0.deserialize_option(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Self::Error> {
        self.0.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// The member that is not there, as serde says it: its path ends at the object which lacks it.
fn missing(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("missing field `")?;
    rest.split('`').next()
}

/// A name within an RFC 6901 pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The path as an RFC 6901 pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&escaped(key));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => {
                let json = HeaderValue::from_static("application/json");
                ([(header::CONTENT_TYPE, json)], body).into_response()
            }
            Err(error) => {
                Error::internal(format!("an answer cannot be written: {error}")).into_response()
            }
        }
    }
}

/// A query string; what cannot be decoded is 400.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Self::of(&parts.uri)
    }
}

impl<T: DeserializeOwned> Query<T> {
    pub(crate) fn of(uri: &Uri) -> Result<Self> {
        match axum::extract::Query::<T>::try_from_uri(uri) {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(Error::malformed()
                .field("", "malformed")
                .field_arg("reason", rejection.body_text())),
        }
    }
}

/// Parts of the path. What is no id names nothing: 404.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(path)) => Ok(Self(path)),
            Err(_) => Err(Error::not_found()),
        }
    }
}

/// The version a change is based on, from `If-Match: "<version>"`. A door that takes it says so
/// in its documentation, `params(IfMatch)`; the host documents what it is, and how it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let Some(header) = parts.headers.get(header::IF_MATCH) else {
            return Err(Error::new(
                StatusCode::PRECONDITION_REQUIRED,
                "if_match_required",
            ));
        };
        let text = header.to_str().unwrap_or_default().trim();
        let quoted = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
        // Anything that is no version of ours matches none: the precondition fails.
        quoted
            .and_then(|t| t.parse().ok())
            .map(Self)
            .ok_or_else(Error::changed_meanwhile)
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = Object::with_type(SchemaType::Type(Type::String));
        let parameter = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .schema(Some(text));
        vec![parameter.build()]
    }
}

/// The `ETag` of a version.
pub fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

/// The address that was asked for as a whole: `/api/v1/salons/…` or `/{salon}/…`, where the request's own begins with the
/// module's segment. axum's `OriginalUri` has it in a linked feature alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeUri(pub Uri);

impl<S: Send + Sync> FromRequestParts<S> for WholeUri {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let call = parts.extensions.get::<Call>();
        if let Some(whole) = call.map(Call::whole_target).filter(|it| !it.is_empty()) {
            let whole = Uri::from_maybe_shared(whole.clone());
            return whole.map(Self).map_err(|_| Error::malformed());
        }
        let original = parts.extensions.get::<OriginalUri>();
        Ok(Self(
            original.map_or(&parts.uri, |original| &original.0).clone(),
        ))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Call {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        // The host puts it there before any module is asked; its absence is a defect.
        let call = parts.extensions.get::<Self>().cloned();
        call.ok_or_else(|| Error::internal("a route was reached without a call"))
    }
}

impl<S: Send + Sync> axum::extract::OptionalFromRequestParts<S> for Call {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Inner {
        #[serde(rename = "a/b")]
        _both: i64,
    }

    #[derive(Debug, Deserialize)]
    struct Outer {
        _currency: String,
        _inner: Option<Inner>,
    }

    #[test]
    fn a_list_is_no_object() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Change {
            #[serde(default)]
            _words: Option<String>,
        }
        assert!(decode::<Change>(b"{}").is_ok());
        assert!(decode::<Change>(b"[]").is_err());
        assert!(decode::<Change>(b"[\"words\"]").is_err());
        assert!(decode::<Vec<i64>>(b"[1, 2]").is_ok());
        assert!(decode::<Option<Change>>(b"null").is_ok_and(|change| change.is_none()));
    }

    #[test]
    fn what_is_missing_is_named() {
        for (body, pointer) in [
            ("{}", "/_currency"),
            (r#"{"_currency": "EUR", "_inner": {}}"#, "/_inner/a~1b"),
            (r#"{"_currency": 1}"#, "/_currency"),
            ("[", ""),
        ] {
            let error = decode::<Outer>(body.as_bytes()).err();
            let pointers = error.map(|error| error.fields[0].pointer.to_string());
            assert_eq!(pointers.as_deref(), Some(pointer), "{body}");
        }
    }
}
