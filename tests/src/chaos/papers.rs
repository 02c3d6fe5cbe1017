//! What somebody at a desk does with files: documents on cards, and spreadsheets.

use std::time::Duration;

use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    desk::Desk,
    door::Body,
    model::{Card, File, Row},
    salon::Lost,
};

const OF: Option<&str> = Some("documents");

/// A picture of two pixels.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x01\x08\x02\0\0\0\x7b\x40\xe8\xdd\0\0\0\x0dIDAT\x78\x9c\x63\x38\x61\x04\x04\x27\0\x08\x3b\x02\x59\x95\x78\x3f\xb7\0\0\0\0IEND\xae\x42\x60\x82";

impl Desk {
    /// Something with documents.
    pub(super) async fn papers(&mut self) {
        match self.chance.below(20) {
            0..9 => self.upload().await,
            9..12 => self.add_version().await,
            12..16 => self.delete_or_restore().await,
            _ => self.read().await,
        }
    }

    /// Something that is like nothing else, and its name.
    fn content(&mut self) -> (Vec<u8>, String) {
        let name = self.name();
        match self.chance.percent(12) {
            true => ([PNG, name.as_bytes()].concat(), format!("{name}.png")),
            false => {
                let mut bytes = format!("%PDF-1.7\n% {name} ").into_bytes();
                let more = self.chance.below(3) * self.chance.below(60_000);
                bytes.extend((0..more).map(|n| b'a' + u8::try_from(n % 23).unwrap_or(0)));
                (bytes, format!("{name}.pdf"))
            }
        }
    }

    async fn upload(&mut self) {
        let Some((client, _)) = self.card(None) else {
            return;
        };
        let (bytes, name) = self.content();
        let part = Part::bytes(bytes.clone()).file_name(name);
        let form = Form::new()
            .part("file", part)
            .text("client_id", client.to_string());
        let (deleted, versions) = (false, vec![bytes]);
        let row = Row::File(File {
            client,
            deleted,
            versions,
        });
        let sent = self.ask(OF, Method::POST, "/documents/files", Body::Form(form), &[]);
        match sent.await {
            Ok((answer, span)) => {
                if self.fine(OF, &answer, &[201]) {
                    let id = super::id(&answer.json());
                    self.salon.state().made(id, row, span);
                }
            }
            Err(Some(span)) => {
                let again = None;
                self.salon.lose(Lost::New { row, span, again });
            }
            Err(None) => {}
        }
    }

    fn file(&mut self, deleted: Option<bool>) -> Option<(Uuid, File)> {
        self.pick(|row| match row {
            Row::File(file) if deleted.is_none_or(|d| d == file.deleted) => Some(file.clone()),
            _ => None,
        })
    }

    async fn add_version(&mut self) {
        let Some((id, mut file)) = self.file(Some(false)) else {
            return;
        };
        let (bytes, name) = self.content();
        let form = Form::new().part("file", Part::bytes(bytes.clone()).file_name(name));
        file.versions.push(bytes);
        let path = format!("/documents/files/{id}/versions");
        let request = (Method::POST, path, Body::Form(form));
        self.turn(id, Row::File(file), request, None).await;
    }

    async fn delete_or_restore(&mut self) {
        let Some((id, mut file)) = self.file(None) else {
            return;
        };
        let path = format!("/documents/files/{id}");
        file.deleted = !file.deleted;
        if !file.deleted {
            let request = (Method::POST, format!("{path}/restoration"), Body::None);
            return self.turn(id, Row::File(file), request, None).await;
        }
        let seen = self.ask(OF, Method::GET, &path, Body::None, &[]).await;
        let Ok((answer, _)) = seen else { return };
        if self.fine(OF, &answer, &[200]) {
            let tag = answer.header("etag").map(str::to_owned);
            let request = (Method::DELETE, path, Body::None);
            self.turn(id, Row::File(file), request, tag).await;
        }
    }

    async fn read(&mut self) {
        let Some((id, file)) = self.file(Some(false)) else {
            return;
        };
        let at = self.chance.below(file.versions.len() as u64);
        let bytes = usize::try_from(at)
            .ok()
            .and_then(|at| file.versions.get(at));
        let Some(bytes) = bytes else { return };
        let picture = bytes.starts_with(PNG) && self.chance.percent(50);
        let what = if picture { "preview" } else { "content" };
        let path = format!("/documents/files/{id}/{what}?version={}", at + 1);
        let asked = self.ask(OF, Method::GET, &path, Body::None, &[]).await;
        let Ok((answer, _)) = asked else { return };
        // A host at the end of its strength keeps a picture without its small one.
        let fine = if picture { &[200, 404][..] } else { &[200] };
        if self.fine(OF, &answer, fine) && !picture {
            let same = answer.body == *bytes;
            self.door.tally.check("documents_are_whole", same, path);
        }
    }

    /// Three people by a spreadsheet.
    pub(super) async fn import(&mut self) {
        let people: Vec<(String, String)> =
            (0..3).map(|_| (self.name(), self.own_phone())).collect();
        let rows = people
            .iter()
            .map(|(name, phone)| format!("{name};{phone}\r\n"));
        let sheet = format!("Nachname;Telefon\r\n{}", rows.collect::<String>());
        let part = Part::bytes(sheet.into_bytes()).file_name("liste.csv");
        let body = Body::Form(Form::new().part("file", part));
        let sent = self.ask(None, Method::POST, "/imports", body, &[]).await;
        // What was not committed changes nothing.
        let Ok((answer, _)) = sent else { return };
        if !self.fine(None, &answer, &[201]) {
            return;
        }
        let path = format!("/imports/{}", super::id(&answer.json()));
        let state = self.at_rest(&path, "previewing").await;
        if state.as_deref() != Some("previewed") {
            return;
        }
        let commit = format!("{path}/commit");
        let sent = self.ask(None, Method::POST, &commit, Body::Json(json!({})), &[]);
        match sent.await {
            Ok((answer, _)) if self.fine(None, &answer, &[202]) => {}
            Err(Some(_)) => return self.salon.lose(Lost::Imported(people)),
            _ => return,
        }
        if self.at_rest(&path, "committing").await.as_deref() != Some("committed") {
            return self.salon.lose(Lost::Imported(people));
        }
        for (at, (name, _)) in people.iter().enumerate() {
            let path = format!("/clients?q={name}");
            let asked = self.ask(None, Method::GET, &path, Body::None, &[]).await;
            let Ok((answer, span)) = asked else {
                // The others are known, and may be otherwise soon.
                return self.salon.lose(Lost::Imported(people[at..].to_vec()));
            };
            let list = answer.json()["data"].clone();
            let one = list.as_array().is_some_and(|list| list.len() == 1);
            let why = format!("{name} came by a spreadsheet: {list}");
            self.door.tally.check("answers_are_truth", one, why);
            if one {
                let (id, row) = (super::id(&list[0]), super::actual::card(&list[0]));
                self.salon.state().made(id, row, span);
            }
        }
    }

    /// The state of an import once it is no longer `state`; none where nobody says.
    async fn at_rest(&mut self, path: &str, state: &str) -> Option<String> {
        for _ in 0..1_000 {
            let asked = self.ask(None, Method::GET, path, Body::None, &[]).await;
            let (answer, _) = asked.ok()?;
            let now = answer.json()["state"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            if now != state {
                return Some(now);
            }
            // It is done on the host's own threads; asking again leaves them room.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.door
            .tally
            .fault("answers_come", format!("{path} stays {state}"));
        None
    }
}

/// The row of somebody who came by a spreadsheet.
pub fn imported(name: &str, phone: &str) -> Row {
    Row::Card(Card {
        name: name.to_owned(),
        phones: vec![phone.to_owned()],
        archived: false,
    })
}
