//! A desk of a salon. Each of several has rows of its own, so that it knows what is true of them at
//! every moment.

use std::sync::Arc;

use http::StatusCode;
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use super::{
    door::{Body, Chance, Door, Told},
    model::{Card, Row, Span},
    salon::{Lost, Salon},
};
use crate::Answer;

/// Desks of a salon.
pub const DESKS: u64 = 3;
/// Phones that are on several cards.
const SHARED: u64 = 18;

/// A desk.
#[derive(Debug)]
pub struct Desk {
    pub(super) salon: Arc<Salon>,
    pub(super) door: Door,
    pub(super) chance: Chance,
    pub(super) number: u64,
    pub(super) made: u64,
    /// Nobody was there when it asked last.
    pub(super) alone: bool,
}

/// A phone, as it is typed: of a card alone where `kind` is a desk's number.
pub fn phone(kind: u64, number: u64) -> String {
    format!("0176 55{kind}{number:05}")
}

/// Phones that are on several cards.
pub fn shared_phones() -> Vec<String> {
    (0..SHARED).map(|n| phone(9, n)).collect()
}

/// Of a desk: phones that are on no card.
pub(super) fn strangers(desk: u64) -> Vec<String> {
    (0..8).map(|n| phone(8, desk * 100 + n)).collect()
}

/// All of them.
pub fn all_strangers() -> Vec<String> {
    (0..DESKS).flat_map(strangers).collect()
}

impl Desk {
    /// The desk `number` of a salon.
    pub fn new(salon: &Arc<Salon>, door: Door, number: u64, chance: Chance) -> Self {
        Self {
            salon: salon.clone(),
            door,
            chance,
            number,
            made: 0,
            alone: false,
        }
    }

    /// Whose it is.
    pub fn salon(&self) -> &Arc<Salon> {
        &self.salon
    }

    /// Works for so many steps, or until no host is there.
    pub async fn work(mut self, door: Door, steps: u64) -> Self {
        self.door = door;
        for _ in 0..steps {
            self.alone = false;
            self.step().await;
            if self.alone && self.door.hosts() == 1 {
                break;
            }
        }
        self
    }

    /// Asks, and says what came of it where something did.
    pub(super) async fn ask(
        &mut self,
        feature: Option<&'static str>,
        method: Method,
        path: &str,
        body: Body,
        headers: &[(&str, String)],
    ) -> Result<(Answer, Span), Option<Span>> {
        let host = self.chance.below(8);
        let told = self.door.ask_with(host, method, path, body, headers).await;
        let of = feature.unwrap_or("core");
        match told {
            Told::Answer(answer, span) => {
                let fine = feature.is_none_or(|of| self.salon.may_be(of, true));
                let served = answer.status.is_success();
                let why = format!("{} {path}: {of} is off and answers", self.salon.slug);
                self.door.tally.check("switch_agrees", fine || !served, why);
                Ok((answer, span))
            }
            Told::Off => {
                let fine = self.salon.may_be(of, false);
                let why = format!("{} {path}: {of} is on and says it is off", self.salon.slug);
                self.door.tally.check("switch_agrees", fine, why);
                Err(None)
            }
            Told::Lost(span) => Err(Some(span)),
            Told::Nobody => {
                self.alone = true;
                Err(None)
            }
        }
    }

    /// Whether the answer is one of those that may be. What a feature has lost meanwhile with
    /// all it kept is not to be found.
    pub(super) fn fine(&self, feature: Option<&str>, answer: &Answer, fine: &[u16]) -> bool {
        let status = answer.status.as_u16();
        let is = fine.contains(&status);
        let gone = feature.is_some_and(|of| self.salon.is_touched(of));
        let may = is || (gone && [404, 409, 412, 422].contains(&status));
        let why = format!("{status} {}", answer.text());
        self.door.tally.check("answers_are_truth", may, why);
        is
    }

    /// One of the desk's own rows that is so, for whom no answer is missing.
    pub(super) fn pick<T>(&mut self, of: impl Fn(&Row) -> Option<T>) -> Option<(Uuid, T)> {
        let state = self.salon.state();
        let own = |id: Uuid| id.as_u128() % u128::from(DESKS) == u128::from(self.number);
        let sure = |id: &Uuid| !state.unsure.contains(id);
        let ids: Vec<Uuid> = (state.rows.iter())
            .filter(|(id, row)| {
                let about = row.client().unwrap_or(**id);
                own(about) && sure(id) && sure(&about) && of(row).is_some()
            })
            .map(|(id, _)| *id)
            .collect();
        let id = self.chance.one(&ids)?;
        Some((id, of(state.rows.get(&id)?)?))
    }

    /// One of its cards.
    pub(super) fn card(&mut self, archived: Option<bool>) -> Option<(Uuid, Card)> {
        self.pick(|row| match row {
            Row::Card(card) if archived.is_none_or(|a| a == card.archived) => Some(card.clone()),
            _ => None,
        })
    }

    /// What nobody else is called.
    pub(super) fn name(&mut self) -> String {
        self.made += 1;
        format!("{}{}x{:05}", self.salon.mark, self.number, self.made)
    }

    /// The phone of who was named last.
    pub(super) fn own_phone(&self) -> String {
        phone(self.number, self.made)
    }

    fn key(&mut self) -> String {
        let mut part = || u128::from(self.chance.below(1 << 31));
        let key = part() << 93 | part() << 62 | part() << 31 | part();
        Uuid::from_u128(key).to_string()
    }

    /// Makes something that can be asked for again.
    pub(super) async fn make(&mut self, path: &str, body: Value, row: Row, fine: &[u16]) {
        let (key, feature) = (self.key(), row.feature());
        let headers = [("idempotency-key", key.clone())];
        let sent = Body::Json(body.clone());
        match self.ask(feature, Method::POST, path, sent, &headers).await {
            Ok((answer, span)) => {
                if self.fine(feature, &answer, fine) && answer.status == StatusCode::CREATED {
                    self.salon
                        .state()
                        .made(super::id(&answer.json()), row, span);
                }
            }
            Err(Some(span)) => {
                let again = Some((path.to_owned(), body, key));
                // Whom it hits is not known, either.
                self.salon.state().unsure.insert(Uuid::nil());
                self.salon.lose(Lost::New { row, span, again });
            }
            Err(None) => {}
        }
    }

    /// Asks for a change and notes what comes of it.
    pub(super) async fn turn(
        &mut self,
        id: Uuid,
        after: Row,
        request: (Method, String, Body),
        tag: Option<String>,
    ) {
        let feature = after.feature();
        let headers: Vec<(&str, String)> = tag.into_iter().map(|tag| ("if-match", tag)).collect();
        let (method, path, body) = request;
        match self.ask(feature, method, &path, body, &headers).await {
            Ok((answer, _)) => {
                if self.fine(feature, &answer, &[200, 201, 204]) {
                    self.salon.state().turned(id, after);
                }
            }
            Err(Some(_)) => {
                self.salon.state().unsure.insert(id);
                self.salon.lose(Lost::Turned(id, after));
            }
            Err(None) => {}
        }
    }
}
