//! Services that are asked by JSON.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use kartoteka_abi as abi;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Answered, Bridge, database::no_transaction};
use crate::{
    BoxFuture, Call, Db, DbError, Error, Result, Tx,
    api::Api,
    archives::Archives,
    call::{Directory, Salon},
    contacts::{ContactKey, ContactKind, Contacts},
    db::{Later, Transaction},
    facts::{Facts, Sheet},
    hooks::{HookAnswer, Hooks},
    http::{Http, HttpError, HttpLimits},
    keys::Keys,
    mail::{Letter, Mail, Mails},
    manifest::{Erasure, ErasureLine},
    objects::Bytestream,
    settings::Settings,
    slots::{Content, Filled, Slots},
    wake_ups::WakeUps,
    workplace::Workplaces,
};

const SETTINGS: &str = "kartoteka.settings/1";
pub(crate) const MAIL: &str = "kartoteka.mail/1";
const WORKPLACE: &str = "kartoteka.workplace/1";
const CONTACTS: &str = "kartoteka.contacts/1";
const FACTS: &str = "kartoteka.facts/1";
const HOOKS: &str = "kartoteka.hooks/1";

fn read<T: DeserializeOwned>(json: Json) -> Result<T> {
    let read = serde_json::from_value(json);
    read.map_err(|_| Error::internal("an answer of the host is another"))
}

impl Settings for Bridge {
    fn values<'a>(&'a self, _: &'a Db, _: &'a str) -> BoxFuture<'a, Result<Json>> {
        Box::pin(self.ask(SETTINGS, &json!({"of": "values"})))
    }

    fn values_in<'a>(&'a self, tx: &'a mut Tx, _: &'a str) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async {
            let lent = tx.lent().ok_or_else(no_transaction)?;
            lent.ask(SETTINGS, &json!({"of": "values"})).await
        })
    }

    fn secret<'a>(
        &'a self,
        _: &'a Db,
        _: &'a dyn Keys,
        _: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        let asked = self.ask(SETTINGS, &json!({"of": "secret", "name": name}));
        Box::pin(async { read(asked.await?) })
    }
}

/// What is sent goes with the transaction; see [`Tx::send_mail`].
impl Mails for Bridge {
    fn ready(&self, _: &str) -> Result<()> {
        self.ask_now(MAIL, &json!({"of": "ready"})).map(drop)
    }

    fn check(&self, _: &Mail) -> Result<()> {
        Ok(())
    }

    fn written<'a>(
        &'a self,
        _: &'a mut dyn Transaction,
        _: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<u32, DbError>> {
        Box::pin(async { Ok(0) })
    }

    fn most(&self) -> u32 {
        u32::MAX
    }

    fn before_commit(&self) -> Option<BoxFuture<'_, Result<(), DbError>>> {
        None
    }

    fn keep(&self, _: Vec<Letter>) -> Vec<Later> {
        Vec::new()
    }

    fn committed(&self) {}
}

impl WakeUps for Bridge {
    /// The host knows.
    fn declares(&self, _: &str) -> bool {
        true
    }

    fn ask<'a>(
        &'a self,
        _: Uuid,
        name: &'static str,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<()>> {
        let asked = Self::ask(
            self,
            "kartoteka.wake_ups/1",
            &json!({"name": name, "at": at}),
        );
        Box::pin(async { asked.await.map(drop) })
    }
}

impl Directory for Bridge {
    fn names<'a>(&'a self, actors: &'a [String]) -> BoxFuture<'a, Result<HashMap<String, String>>> {
        let asked = self.ask("kartoteka.directory/1", &json!({"actors": actors}));
        Box::pin(async { read(asked.await?) })
    }
}

impl Contacts for Bridge {
    fn read(&self, _: &Salon, kind: ContactKind, text: &str) -> Option<ContactKey> {
        let asked = json!({"of": "read", "kind": kind, "text": text});
        read::<Option<ContactKey>>(self.ask_now(CONTACTS, &asked).ok()?).ok()?
    }

    fn show(&self, _: &Salon, contact: &ContactKey) -> String {
        let asked = self.ask_now(CONTACTS, &json!({"of": "show", "contact": contact}));
        let shown = asked
            .ok()
            .and_then(|shown| shown.as_str().map(str::to_owned));
        shown.unwrap_or_else(|| contact.key.clone())
    }
}

impl Facts for Bridge {
    fn names(&self, _: &Call) -> Vec<String> {
        let names = self.ask_now(FACTS, &json!({"of": "names"}));
        names.and_then(read).unwrap_or_default()
    }

    fn ask<'a>(
        &'a self,
        _: &'a Call,
        facts: &'a [&'a str],
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<Sheet>> {
        let question = json!({"of": "values", "facts": facts, "clients": clients});
        let asked = Self::ask(self, FACTS, &question);
        Box::pin(async {
            let all: HashMap<String, HashMap<Uuid, Json>> = read(asked.await?)?;
            let mut sheet = Sheet::default();
            for (fact, values) in all {
                sheet.add(fact, values);
            }
            Ok(sheet)
        })
    }
}

impl Hooks for Bridge {
    fn ask<'a>(
        &'a self,
        _: &'a Call,
        tx: &'a mut Tx,
        hook: &'static str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Vec<HookAnswer>>> {
        Box::pin(async move {
            let lent = tx.lent().ok_or_else(no_transaction)?;
            let question = json!({"hook": hook, "question": question});
            let answers: Vec<(String, Json)> = read(lent.ask(HOOKS, &question).await?)?;
            let answer = |(feature, answer)| HookAnswer { feature, answer };
            Ok(answers.into_iter().map(answer).collect())
        })
    }
}

/// Of the pages' places a plugin asks for marks alone; see [`Call::marks`].
impl Slots for Bridge {
    fn fill<'a>(
        &'a self,
        _: &'a Call,
        places: &'a [&'static str],
        about: &'a str,
    ) -> BoxFuture<'a, Vec<Filled>> {
        let asked = self.ask("kartoteka.marks/1", &json!({"clients": about}));
        Box::pin(async move {
            let Some((place, Ok(marks))) = places.first().zip(Some(asked.await)) else {
                return Vec::new();
            };
            let all = Filled {
                place,
                feature: String::new(),
                id: String::new(),
                path: String::new(),
                content: Content::Ready(marks.to_string().into()),
            };
            vec![all]
        })
    }
}

/// A request as the host takes it.
fn asking(request: &Request<Bytes>) -> Json {
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        (
            name.as_str().to_owned(),
            value.to_str().unwrap_or_default().to_owned(),
        )
    };
    json!({
        "method": request.method().as_str(),
        "target": request.uri().to_string(),
        "headers": request.headers().iter().map(header).collect::<Vec<_>>(),
    })
}

/// An answer as the host gives it.
fn response(answered: Answered) -> Result<Response<Bytes>> {
    let broken = || Error::internal("an answer of the host is none");
    let status = answered.json["status"].as_u64();
    let status = status.and_then(|status| StatusCode::from_u16(status.try_into().ok()?).ok());
    let headers: Vec<(String, String)> = read(answered.json["headers"].clone())?;
    let mut response = Response::new(Bytes::from_owner(answered.body));
    *response.status_mut() = status.ok_or_else(broken)?;
    for (name, value) in headers {
        let name = HeaderName::try_from(name).map_err(|_| broken())?;
        let value = HeaderValue::try_from(value).map_err(|_| broken())?;
        response.headers_mut().append(name, value);
    }
    Ok(response)
}

impl Bridge {
    async fn send(&self, service: &str, question: Json, body: Bytes) -> Result<Response<Bytes>> {
        let body = abi::Buf::owning(body);
        let asked = self.ask_with(service, &question, body, abi::Stream::NONE);
        response(asked.await?)
    }
}

impl Api for Bridge {
    fn ask<'a>(
        &'a self,
        _: &'a Call,
        request: Request<Bytes>,
    ) -> BoxFuture<'a, Result<Response<Bytes>>> {
        let question = asking(&request);
        Box::pin(self.send("kartoteka.api/1", question, request.into_body()))
    }
}

impl Http for Bridge {
    fn send<'a>(
        &'a self,
        _: &'a Salon,
        _: &'a str,
        request: Request<Bytes>,
        limits: HttpLimits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, HttpError>> {
        let mut question = asking(&request);
        question["limits"] = json!({
            "request_bytes": limits.request_bytes,
            "answer_bytes": limits.answer_bytes,
            "milliseconds": limits.time.as_millis(),
        });
        Box::pin(async move {
            let sent = Self::send(self, "kartoteka.http/1", question, request.into_body()).await;
            sent.map_err(|error| match &*error.code {
                "outside_timed_out" => HttpError::TimedOut,
                "outside_unreachable" => HttpError::Unreachable,
                "outside_too_large" => HttpError::TooLarge,
                "outside_not_allowed" => HttpError::NotAllowed,
                "not_granted" => HttpError::NotGranted {
                    asks: error.extra["asks_for"]
                        .as_str()
                        .unwrap_or_default()
                        .to_owned(),
                },
                _ => HttpError::Misplaced,
            })
        })
    }
}

/// Which workplace it is, the host knows.
impl Workplaces for Bridge {
    fn get<'a>(&'a self, _: Uuid, _: &'a str) -> BoxFuture<'a, Result<Option<Json>>> {
        let asked = self.ask(WORKPLACE, &json!({"of": "get"}));
        Box::pin(async { Ok(Some(asked.await?).filter(|kept| !kept.is_null())) })
    }

    fn set<'a>(&'a self, _: Uuid, _: &'a str, settings: &'a Json) -> BoxFuture<'a, Result<()>> {
        let asked = self.ask(WORKPLACE, &json!({"of": "set", "settings": settings}));
        Box::pin(async { asked.await.map(drop) })
    }
}

/// Of no feature.
impl Erasure for Bridge {
    fn preview<'a>(&'a self, _: &'a Db, _: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>> {
        Box::pin(async { Err(not_of_a_feature()) })
    }

    fn erase<'a>(&'a self, _: &'a mut Tx, _: Uuid) -> BoxFuture<'a, Result<Vec<ErasureLine>>> {
        Box::pin(async { Err(not_of_a_feature()) })
    }

    fn export<'a>(&'a self, _: &'a Db, _: Uuid) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async { Err(not_of_a_feature()) })
    }

    fn settle(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Err(not_of_a_feature()) })
    }
}

/// Of no feature.
impl Archives for Bridge {
    fn pack(&self, _: &Call, _: Json) -> Bytestream<'static> {
        Box::pin(futures_util::stream::once(async {
            Err(not_of_a_feature())
        }))
    }
}

fn not_of_a_feature() -> Error {
    Error::internal("it is the registry's alone")
}
