//! Who asks for a page outside any salon, in which language, and what they typed.

use std::{net::IpAddr, sync::Arc};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
};
use http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use kartoteka_plugin::{Error, Locale, Result, Texts};

use crate::region::{Access, ClientAddress, Region, sign_in::Origin};

/// A request for a page outside any salon.
pub(super) struct Visit {
    pub(super) region: Arc<Region>,
    /// Who is signed in.
    pub(super) access: Option<Arc<Access>>,
    address: IpAddr,
    agent: String,
    pub(super) texts: Texts,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let missing = |what| Error::internal(format!("a page was reached without {what}"));
        let region: Option<&Arc<Region>> = parts.extensions.get();
        let region = region.cloned().ok_or_else(|| missing("the region"))?;
        let address: Option<&ClientAddress> = parts.extensions.get();
        let ClientAddress(address) = *address.ok_or_else(|| missing("an address"))?;
        let access: Option<Arc<Access>> = parts.extensions.get().cloned();
        let text = |name| text_of(&parts.headers, name);
        let query = pairs(parts.uri.query().unwrap_or_default().as_bytes())?;
        let asked = value(&query, "lang").and_then(|code| code.parse().ok());
        let chosen = access.as_ref().and_then(|access| access.locale);
        let accepted = Locale::accepted(text(header::ACCEPT_LANGUAGE));
        let locale = asked.or(chosen).or(accepted).unwrap_or_default();
        Ok(Self {
            address,
            agent: text(header::USER_AGENT).to_owned(),
            texts: region.catalog.texts(locale),
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            region,
            access,
            query,
        })
    }
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> &str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn pairs(text: &[u8]) -> Result<Vec<(String, String)>> {
    let query = std::str::from_utf8(text).map_err(|_| Error::malformed())?;
    let uri = format!("/?{query}")
        .parse()
        .map_err(|_| Error::malformed())?;
    let pairs = axum::extract::Query::try_from_uri(&uri).map_err(|_| Error::malformed())?;
    Ok(pairs.0)
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

impl Visit {
    /// Where a request to sign in comes from.
    pub(super) fn origin(&self) -> Origin<'_> {
        Origin {
            address: self.address,
            agent: &self.agent,
        }
    }

    pub(super) fn locale(&self) -> Locale {
        self.texts.locale()
    }

    /// A value of the address.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        value(&self.query, name)
    }

    /// Who is signed in, to their own account.
    ///
    /// # Errors
    /// 401; programs have no account.
    pub(super) fn signed_in(&self) -> Result<Own> {
        let access = self.access.as_ref().ok_or_else(Error::unauthorized)?;
        match (access.user, access.session) {
            (Some(user), Some(session)) => Ok(Own { user, session }),
            _ => Err(Error::unauthorized()),
        }
    }

    /// A path with the language that was asked for, so that it stays over a form.
    pub(super) fn path(&self, path: &str) -> String {
        match self.asked("lang") {
            Some(_) => format!("{path}?lang={}", self.locale()),
            None => path.to_owned(),
        }
    }

    /// This page in other languages, for people who are not signed in. What a form
    /// answers has no address of its own: there it is the form's.
    pub(super) fn languages(&self) -> Vec<(String, Locale)> {
        if self.access.is_some() || self.method != Method::GET {
            return Vec::new();
        }
        let next = self.next();
        let link = |locale: Locale| {
            let mut link = format!("{}?lang={locale}", self.path);
            if next != "/" {
                link.push_str("&next=");
                link.push_str(&encode(&next));
            }
            (link, locale)
        };
        Locale::ALL.into_iter().map(link).collect()
    }

    /// Where to go after signing in: a page of this host, and no other.
    pub(super) fn next(&self) -> String {
        local(self.asked("next").unwrap_or("/"))
    }

    /// The cookie of a session.
    pub(super) fn cookie(&self, value: &str) -> Result<HeaderValue> {
        let settings = &self.region.settings;
        let name = self.region.session_cookie();
        let secure = if settings.is_over_tls() {
            "; Secure"
        } else {
            ""
        };
        let age = match value {
            "" => 0,
            _ => settings.session_lifetime.as_secs(),
        };
        let cookie =
            format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
        HeaderValue::from_str(&cookie).map_err(|_| Error::internal("a cookie cannot be written"))
    }
}

/// A user on pages about themselves.
#[derive(Clone, Copy)]
pub(super) struct Own {
    pub(super) user: uuid::Uuid,
    pub(super) session: uuid::Uuid,
}

/// The path if it is one of this host. Browsers read `\` like `/` and skip control
/// characters, so `/\example.org` would lead away.
pub(super) fn local(path: &str) -> String {
    let begins = path.starts_with('/') && !path.starts_with("//");
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if begins && plain { path } else { "/" }.to_owned()
}

/// A value within an address.
fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// What was typed into a form.
#[derive(Default)]
pub(super) struct Typed(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|_| Error::malformed())?;
        // A form's body and an address' query are written alike.
        pairs(&body).map(Self)
    }
}

impl Typed {
    /// What was typed, or nothing.
    pub(super) fn get(&self, name: &str) -> &str {
        value(&self.0, name).unwrap_or_default()
    }

    /// All values of one name: ticked boxes.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(key, _)| key == name);
        values.map(|(_, value)| value.clone()).collect()
    }

    /// As if these had been typed.
    pub(super) fn of<const N: usize>(values: [(&str, &str); N]) -> Self {
        let pairs = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self(pairs.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_to_another_host() {
        assert_eq!(local("/haar/clients?q=a%20b"), "/haar/clients?q=a%20b");
        for bad in [
            "//example.org",
            "/\\example.org",
            "https://example.org",
            "",
            "/\t/example.org",
        ] {
            assert_eq!(local(bad), "/", "{bad}");
        }
    }

    #[test]
    fn ticked_boxes_come_together() {
        let typed = pairs(b"name=Kasse+1&permission=a.b&permission=c.d").map(Typed);
        let typed = typed.unwrap_or_default();
        assert_eq!(typed.get("name"), "Kasse 1");
        assert_eq!(typed.all("permission"), ["a.b", "c.d"]);
    }
}
