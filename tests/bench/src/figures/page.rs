//! The page of a card, as a browser fetches it after signing in.

use std::sync::Arc;

use crate::{
    Outcome,
    alone::bare::Bare,
    http::{self, Connection, encoded},
    load::{self, Requests},
    report::{self, Figure, span, time},
    scene::{SALON, Scene},
};

/// Who signs in.
pub(crate) struct SignIn {
    pub(crate) email: String,
    pub(crate) password: String,
}

pub(crate) async fn measure(scene: &Scene<'_>, sign_in: &SignIn) -> Outcome<Vec<Figure>> {
    let count = scene.scale.pages;
    let cookie = enter(scene, sign_in).await?;
    let headers = [
        ("cookie", cookie.as_str()),
        ("accept", "text/html"),
        ("accept-encoding", "gzip, deflate, br, zstd"),
        ("sec-fetch-site", "none"),
    ];
    let request =
        |id: &String| http::request("GET", &format!("/{SALON}/clients/{id}"), &headers, b"");
    let ids = scene.clients.iter().cycle().take(count);
    let all: Requests = Arc::new(ids.map(request).collect());
    let (bytes, packed) = weigh(scene, &all).await?;
    let work = load::at_once(scene.host.address, 8, &all, 200);
    let (load, spent) = scene.host.spent(work).await?;
    let limit = bare(scene, &headers, count).await?;
    Ok(vec![
        Figure {
            work: "card page for a browser".to_owned(),
            engine: scene.engine(),
            measured: format!(
                "{}; p99 {} of 8 at a time",
                spent.words(count),
                span(load.within(99, |_| true))
            ),
            reach: "≤ 1.5 ms".to_owned(),
            limit: format!("the finished page, packed and sent {}", time(limit)),
            ratio: Some(spent.each(count) / limit),
        },
        Figure {
            work: "card page, bytes".to_owned(),
            engine: scene.engine(),
            measured: format!("{:.1} kB{packed}", bytes as f64 / 1e3),
            reach: "≤ 30 kB compressed".to_owned(),
            ..Figure::default()
        },
    ])
}

/// Signs in by the form of the page and gives the session's cookie.
pub(super) async fn enter(scene: &Scene<'_>, sign_in: &SignIn) -> Outcome<String> {
    let (email, password) = (encoded(&sign_in.email), encoded(&sign_in.password));
    let form = format!("next=%2F{SALON}&email={email}&password={password}");
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
        ("accept", "text/html"),
    ];
    let request = http::request("POST", "/sign-in", &headers, form.as_bytes());
    let answer = Connection::open(scene.host.address)
        .await?
        .send(&request)
        .await?;
    answer.expect(303)?;
    let cookie = answer
        .header("set-cookie")
        .ok_or("signed in without a cookie")?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

/// The mean of some pages as they come over the wire, and whether they are packed.
async fn weigh(scene: &Scene<'_>, all: &Requests) -> Outcome<(usize, &'static str)> {
    let mut connection = Connection::open(scene.host.address).await?;
    let some = all.len().min(50);
    let (mut bytes, mut packed) = (0, "");
    for request in all.iter().take(some) {
        let answer = connection.send(request).await?;
        answer.expect(200)?;
        bytes += answer.body.len();
        if answer.header("content-encoding").is_none() {
            packed = ", not compressed";
        }
    }
    Ok((bytes / some.max(1), packed))
}

/// Microseconds of a bare handler that packs and sends the page of one card. The template
/// is not to be had alone, outside a call of a host.
async fn bare(scene: &Scene<'_>, headers: &[(&str, &str)], count: usize) -> Outcome<f64> {
    let id = scene.clients.first().ok_or("no client")?;
    let plain: Vec<_> = headers
        .iter()
        .filter(|(name, _)| *name != "accept-encoding")
        .copied()
        .collect();
    let request = http::request("GET", &format!("/{SALON}/clients/{id}"), &plain, b"");
    let answer = Connection::open(scene.host.address)
        .await?
        .send(&request)
        .await?;
    answer.expect(200)?;
    let file = scene.place.beside("page.html");
    std::fs::write(&file, &answer.body)?;
    let server = Bare::start(&["page", &file.to_string_lossy()])?;
    let request = http::request("GET", "/", headers, b"");
    let all: Requests = Arc::new(vec![request; count]);
    let before = server.cpu()?;
    load::at_once(server.address, 8, &all, 200).await?;
    Ok(report::each((server.cpu()? - before).total(), count))
}
