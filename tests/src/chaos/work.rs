//! What somebody at a desk does with cards, blocks and calls.

use std::sync::atomic::Ordering;

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    desk::{Desk, shared_phones, strangers},
    door::Body,
    model::{Block, Card, Row},
    salon::{Lost, Switch},
};

impl Desk {
    /// The next thing.
    pub(super) async fn step(&mut self) {
        match self.chance.below(100) {
            0..18 => self.register().await,
            18..26 => self.change().await,
            26..34 => self.put_away_or_back().await,
            34..38 => self.erase().await,
            38..50 => self.block().await,
            50..58 => self.lift_or_restore().await,
            58..78 => self.papers().await,
            78..84 => self.note_call().await,
            84..86 => self.remove_call().await,
            86..88 => self.import().await,
            88..92 => self.look_up().await,
            92..97 => self.check_booking().await,
            _ => self.search().await,
        }
    }

    async fn register(&mut self) {
        let name = self.name();
        let mut phones = vec![self.own_phone()];
        if self.chance.percent(40) {
            phones.extend(self.chance.one(&shared_phones()));
        }
        let sent: Vec<Value> = phones.iter().map(|p| json!({"value": p})).collect();
        let words = format!("Worte zu {name}");
        let mut body = json!({"last_name": name, "phones": sent, "notes": [{"text": words}]});
        if self.chance.percent(20) {
            // The same in every salon.
            body["number"] = json!(format!("K-{}-{}", self.number, self.made));
        }
        let archived = false;
        let row = Row::Card(Card {
            name,
            phones,
            archived,
        });
        self.make("/clients", body, row, &[201]).await;
    }

    /// The version of a card, which looks as it must.
    async fn version(&mut self, id: Uuid, card: &Card) -> Option<String> {
        let path = format!("/clients/{id}");
        let (answer, _) = self
            .ask(None, Method::GET, &path, Body::None, &[])
            .await
            .ok()?;
        if !self.fine(None, &answer, &[200]) {
            return None;
        }
        let (seen, must) = (super::actual::card(&answer.json()), Row::Card(card.clone()));
        let why = format!("{id} is {seen:?}, and must be {must:?}");
        self.door
            .tally
            .check("answers_are_truth", must.looks_like(&seen), why);
        answer.header("etag").map(str::to_owned)
    }

    async fn change(&mut self) {
        let Some((id, mut card)) = self.card(Some(false)) else {
            return;
        };
        let Some(tag) = self.version(id, &card).await else {
            return;
        };
        card.phones.truncate(1);
        if self.chance.percent(60) {
            card.phones.extend(self.chance.one(&shared_phones()));
        }
        let sent: Vec<Value> = card.phones.iter().map(|p| json!({"value": p})).collect();
        let body = Body::Json(json!({"phones": sent, "first_name": card.name}));
        let request = (Method::PATCH, format!("/clients/{id}"), body);
        self.turn(id, Row::Card(card), request, Some(tag)).await;
    }

    async fn put_away_or_back(&mut self) {
        let Some((id, mut card)) = self.card(None) else {
            return;
        };
        let Some(tag) = self.version(id, &card).await else {
            return;
        };
        let path = format!("/clients/{id}");
        let request = match card.archived {
            true => (Method::POST, format!("{path}/restoration"), Body::None),
            false => (Method::DELETE, path, Body::None),
        };
        let tag = Some(tag).filter(|_| !card.archived);
        card.archived = !card.archived;
        self.turn(id, Row::Card(card), request, tag).await;
    }

    async fn erase(&mut self) {
        let Some((id, _)) = self.card(None) else {
            return;
        };
        let path = format!("/clients/{id}/erasure");
        match self
            .ask(None, Method::POST, &path, Body::Json(json!({})), &[])
            .await
        {
            Ok((answer, _)) => {
                if self.fine(None, &answer, &[200]) {
                    self.salon.state().erased(id);
                }
            }
            Err(Some(_)) => {
                self.salon.state().unsure.insert(id);
                self.salon.lose(Lost::Erased(id));
            }
            Err(None) => {}
        }
    }

    async fn block(&mut self) {
        let effects = ["refuse", "refuse", "shadow", "warn"];
        let effect = self.chance.one(&effects).unwrap_or("refuse").to_owned();
        let card = Some(())
            .filter(|()| self.chance.percent(60))
            .and_then(|()| self.card(None));
        let (client, mut follows) = match &card {
            Some((id, card)) => (Some(*id), card.phones.clone()),
            None if self.chance.percent(15) => (None, shared_phones()),
            None => (None, strangers(self.number)),
        };
        let mut contacts = Vec::new();
        if client.is_none() {
            follows = self.chance.one(&follows).into_iter().collect();
            contacts = follows
                .iter()
                .map(|p| json!({"kind": "phone", "value": p}))
                .collect();
        }
        let reason = format!("{} kam nicht", self.name());
        let body =
            json!({"client_id": client, "contacts": contacts, "effect": effect, "reason": reason});
        let follows = follows.into_iter().collect();
        let lifted = false;
        let row = Row::Block(Block {
            client,
            effect,
            lifted,
            follows,
        });
        self.make("/blacklist/blocks", body, row, &[201, 409]).await;
    }

    async fn lift_or_restore(&mut self) {
        let strangers = strangers(self.number);
        let found = self.pick(|row| match row {
            // What erasing somebody else takes from a lifted one is not followed here.
            Row::Block(block) if block.lifted => {
                let own = block.client.is_none() && !block.follows.is_empty();
                let own = own && block.follows.iter().all(|phone| strangers.contains(phone));
                own.then(|| block.clone())
            }
            Row::Block(block) => Some(block.clone()),
            _ => None,
        });
        let Some((id, mut block)) = found else { return };
        let path = format!("/blacklist/blocks/{id}");
        block.lifted = !block.lifted;
        if !block.lifted {
            let request = (Method::POST, format!("{path}/restoration"), Body::None);
            return self.turn(id, Row::Block(block), request, None).await;
        }
        let of = Some("blacklist");
        let seen = self.ask(of, Method::GET, &path, Body::None, &[]).await;
        let Ok((answer, _)) = seen else { return };
        if self.fine(of, &answer, &[200]) {
            let tag = answer.header("etag").map(str::to_owned);
            let request = (Method::DELETE, path, Body::None);
            self.turn(id, Row::Block(block), request, tag).await;
        }
    }

    async fn note_call(&mut self) {
        let Some((client, _)) = self.card(Some(false)) else {
            return;
        };
        let note = format!("{} sagt zu", self.name());
        let body =
            json!({"client_id": client, "direction": "in", "outcome": "reached", "note": note});
        self.make("/call-link/calls", body, Row::Call { client }, &[201])
            .await;
    }

    async fn remove_call(&mut self) {
        let found = self.pick(|row| match row {
            Row::Call { .. } => Some(row.clone()),
            _ => None,
        });
        let Some((id, _)) = found else { return };
        let (of, path) = (Some("call-link"), format!("/call-link/calls/{id}"));
        match self.ask(of, Method::DELETE, &path, Body::None, &[]).await {
            Ok((answer, _)) => {
                if self.fine(of, &answer, &[204]) {
                    self.salon.state().rows.remove(&id);
                }
            }
            Err(Some(_)) => {
                self.salon.state().unsure.insert(id);
                self.salon.state().maybe.insert(id);
            }
            Err(None) => {}
        }
    }

    async fn look_up(&mut self) {
        let Some((id, card)) = self.card(None) else {
            return;
        };
        let number = card.phones[0].replacen('0', "49", 1).replace(' ', "");
        let path = format!("/call-link/lookup?number={number}");
        let of = Some("call-link");
        let Ok((answer, _)) = self.ask(of, Method::GET, &path, Body::None, &[]).await else {
            return;
        };
        if self.fine(of, &answer, &[200]) {
            let found = super::ids(&answer.json()["data"], "client_id");
            let why = format!("{number} is of {id}, and found were {found:?}");
            self.door
                .tally
                .check("answers_are_truth", found == [id].into(), why);
        }
    }

    /// Of phones that nobody else blocks, the answer is known at every moment.
    async fn check_booking(&mut self) {
        let Some(phone) = self.chance.one(&strangers(self.number)) else {
            return;
        };
        let must = {
            let state = self.salon.state();
            if !state.unsure.is_empty() || self.salon.is_touched("blacklist") {
                return;
            }
            state.decision(None, std::slice::from_ref(&phone))
        };
        let body = Body::Json(json!({"phone": phone}));
        let Ok((answer, _)) = self
            .ask(None, Method::POST, "/booking-checks", body, &[])
            .await
        else {
            return;
        };
        let on = self.salon.switch("blacklist") == Switch::Known(true);
        if self.fine(None, &answer, &[200]) && !self.door.tally.ending.load(Ordering::SeqCst) {
            let said = answer.json()["decision"].clone();
            let must = if on { must } else { "allow" };
            let why = format!("{phone} is {said}, and must be {must}");
            self.door.tally.check("block_holds", said == must, why);
        }
    }

    async fn search(&mut self) {
        let Some((id, card)) = self.card(Some(false)) else {
            return;
        };
        let path = format!("/clients?q={}", card.name);
        let Ok((answer, _)) = self.ask(None, Method::GET, &path, Body::None, &[]).await else {
            return;
        };
        if self.fine(None, &answer, &[200]) {
            let found = super::ids(&answer.json()["data"], "id");
            let why = format!("{} is {id}, and found were {found:?}", card.name);
            self.door
                .tally
                .check("answers_are_truth", found == [id].into(), why);
        }
    }
}
