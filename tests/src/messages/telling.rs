//! Saying it to a host that runs, and what is to be true whatever was said.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use super::{ID, seeds};
use crate::{Answer, World};

/// Says it, and again where the plugin rests because of what it said before. Gives the status of the answer.
///
/// # Panics
/// Where it is no answer that a host may give, whatever a plugin says.
pub async fn say(world: &World, message: &[u8]) -> u16 {
    // What hangs rests for a day at most.
    for _ in 0..16 {
        let request = world.request(Method::POST, &format!("/{ID}/say"));
        let answer = request.body(message.to_vec()).send().await;
        let answer = Answer::of(answer.expect("an answer")).await;
        if !rests(&answer) {
            judge(message, &answer);
            return answer.status.as_u16();
        }
        world.clock.advance(TimeDelta::hours(2));
    }
    panic!("after {message:?} the plugin rests for longer than a day");
}

/// Says each message that is as it should be; how many were done.
///
/// # Panics
/// As [`say`].
pub async fn say_seeds(world: &World) -> usize {
    let mut well = 0;
    for seed in seeds() {
        well += usize::from(say(world, &seed).await == 200);
    }
    well
}

fn rests(answer: &Answer) -> bool {
    let problem: Option<Value> = serde_json::from_slice(&answer.body).ok();
    answer.status == 503 && problem.is_some_and(|problem| problem["code"] == "feature_resting")
}

/// Judges what the host answered to a message.
fn judge(message: &[u8], answer: &Answer) {
    let (status, text) = (answer.status.as_u16(), answer.text());
    let may_be = match is_own_answer(message) {
        // Whatever it says, it is an answer of HTTP.
        true => (200..600).contains(&status),
        // The host did what was asked, or did not; whatever else there is, a panic among it, is said by errors.
        false => [200, 202].contains(&status),
    };
    assert!(may_be, "{message:?}: {status} {text}");
}

/// Whether the answer to a message is what the message says, as `handle` in `messages.c` knows it.
fn is_own_answer(message: &[u8]) -> bool {
    message.first().is_some_and(|kind| kind % 6 == 5)
}

/// Another salon of the same host, of which nothing may change.
pub struct Neighbour {
    token: String,
    clients: Value,
}

impl Neighbour {
    const SLUG: &str = "nachbar";

    /// One with a client.
    pub async fn beside(world: &World) -> Self {
        let (_, token) = world.other_salon(Self::SLUG).await;
        let mut neighbour = Self {
            token,
            clients: Value::Null,
        };
        let new = json!({"last_name": "Nachbar"});
        neighbour.ask(world, Method::POST, Some(new)).await.is(201);
        neighbour.clients = neighbour.ask(world, Method::GET, None).await.is(200).json();
        neighbour
    }

    async fn ask(&self, world: &World, method: Method, body: Option<Value>) -> Answer {
        let path = format!("/api/v1/salons/{}/clients", Self::SLUG);
        let mut request = world.bare(method, &path).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::of(request.send().await.expect("an answer")).await
    }
}

/// All go on, whatever was said before: the salon's people can write, the plugin can be asked, and the neighbour has
/// what they had.
///
/// # Panics
/// Where it is not so.
pub async fn goes_on(world: &World, neighbour: &Neighbour) {
    world
        .post("/clients", json!({"last_name": "Vogel"}))
        .await
        .is(201);
    assert_eq!(say(world, &seeds()[0]).await, 200);
    let clients = neighbour.ask(world, Method::GET, None).await;
    assert_eq!(clients.is(200).json(), neighbour.clients);
}
