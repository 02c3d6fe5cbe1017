//! The one large salon that most figures are measured in.

use serde_json::Value;

use crate::{
    Outcome,
    host::{Host, Place},
    http::{self, Answer, Connection},
    people::Dice,
    scale::Scale,
};

/// The salon's slug.
pub(crate) const SALON: &str = "bench";

/// A running host with a salon.
pub(crate) struct Scene<'a> {
    pub(crate) place: &'a Place,
    pub(crate) host: &'a Host,
    pub(crate) scale: Scale,
    token: String,
    /// Clients of the salon in random order, once it has some.
    pub(crate) clients: Vec<String>,
}

impl<'a> Scene<'a> {
    /// With the salon's token.
    pub(crate) fn new(place: &'a Place, host: &'a Host, scale: Scale, token: String) -> Self {
        Self {
            place,
            host,
            scale,
            token,
            clients: Vec::new(),
        }
    }

    /// The name of the engine.
    pub(crate) fn engine(&self) -> String {
        self.place.engine.name().to_owned()
    }

    /// A request to a door of the salon, as a program sends it.
    pub(crate) fn request(&self, method: &str, path: &str, body: Option<&Value>) -> Vec<u8> {
        self.request_of(
            method,
            path,
            "application/json",
            &body.map_or_else(Vec::new, |body| body.to_string().into_bytes()),
        )
    }

    /// The same with a body of another kind.
    pub(crate) fn request_of(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Vec<u8> {
        let path = format!("/api/v1/salons/{SALON}{path}");
        let authorization = format!("Bearer {}", self.token);
        let mut headers = vec![("authorization", authorization.as_str())];
        if !body.is_empty() {
            headers.push(("content-type", kind));
        }
        http::request(method, &path, &headers, body)
    }

    /// Sends one request on a connection of its own.
    pub(crate) async fn send(&self, request: &[u8]) -> Outcome<Answer> {
        Connection::open(self.host.address)
            .await?
            .send(request)
            .await
    }

    /// Learns which clients there are.
    pub(crate) async fn learn_clients(&mut self) -> Outcome<()> {
        let mut connection = Connection::open(self.host.address).await?;
        let mut after = String::new();
        self.clients.clear();
        loop {
            let path = format!("/clients?limit=200{after}");
            let page = connection
                .send(&self.request("GET", &path, None))
                .await?
                .json(200)?;
            let clients = page["data"].as_array().into_iter().flatten();
            let ids = clients.filter_map(|client| client["id"].as_str());
            self.clients.extend(ids.map(str::to_owned));
            match page["page"]["next"].as_str() {
                Some(next) => after = format!("&after={}", http::encoded(next)),
                None => break,
            }
        }
        Dice(0x0CA2_D5ED).shuffle(&mut self.clients);
        Ok(())
    }
}
