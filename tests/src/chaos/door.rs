//! Asking a host that may be killed in this moment: what came, or that nothing came.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use reqwest::{Client, Method, RequestBuilder, header::HeaderMap, multipart::Form};
use serde_json::Value;

use super::{model::Span, salon::Salon};
use crate::Answer;

/// Chance that comes again: a generator of George Marsaglia's (xorshift64*).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The same numbers for the same seed.
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end.max(1)
    }

    /// Whether it happens, in so many of a hundred cases.
    pub fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of them.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        of.get(at).cloned()
    }
}

/// What all that ask have seen together.
#[derive(Debug, Default)]
pub struct Tally {
    /// What must not be, each with its check's name.
    faults: Mutex<Vec<String>>,
    clock: AtomicU64,
    /// A host is being killed or stopped: what breaks off now is no fault.
    pub ending: AtomicBool,
    stopped_at: Mutex<Option<Instant>>,
    /// Requests from well before a host was told to stop that it did not answer.
    pub cut: AtomicU64,
    /// Removals that were asked for.
    pub removing: AtomicU64,
    /// Answers that came, that never came, and those that said `busy`.
    pub answered: AtomicU64,
    /// Requests that got no answer.
    pub lost: AtomicU64,
    /// Answers 503 `busy`.
    pub busy: AtomicU64,
    /// Where the run is.
    pub place: Mutex<String>,
}

impl Tally {
    /// Notes that a check found something.
    pub fn fault(&self, check: &str, what: impl AsRef<str>) {
        let place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = format!("{check} [{place}, step {}]: {}", self.now(), what.as_ref());
        eprintln!("FAULT {fault}");
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.push(fault);
    }

    /// Notes it where it is not so.
    pub fn check(&self, check: &str, fine: bool, what: impl AsRef<str>) {
        if !fine {
            self.fault(check, what);
        }
    }

    /// All that was found.
    pub fn faults(&self) -> Vec<String> {
        let faults = self.faults.lock();
        faults.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The next moment.
    pub fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    fn now(&self) -> u64 {
        self.clock.load(Ordering::SeqCst)
    }

    /// A host was told to stop in this moment, or is up again.
    pub fn stopped(&self, stopped: bool) {
        let mut at = self
            .stopped_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *at = stopped.then(Instant::now);
    }

    /// Whether somebody who asked at `since` was at it well before a host was told to stop.
    fn well_before(&self, since: Instant) -> bool {
        let at = self
            .stopped_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        at.is_some_and(|at| at.saturating_duration_since(since) > Duration::from_millis(300))
    }
}

/// What came of a request.
#[derive(Debug)]
pub enum Told {
    /// An answer, and when.
    Answer(Answer, Span),
    /// The feature is off.
    Off,
    /// It may have happened, or not.
    Lost(Span),
    /// Nobody was there: it did not happen.
    Nobody,
}

/// What is sent.
#[derive(Debug)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON.
    Json(Value),
    /// A form.
    Form(Form),
}

/// A salon's API, by whichever host.
#[derive(Debug, Clone)]
pub struct Door {
    http: Client,
    hosts: Vec<String>,
    salon: Arc<Salon>,
    /// What all have seen.
    pub tally: Arc<Tally>,
}

impl Door {
    /// The API of `salon` at these hosts.
    pub fn to(salon: &Arc<Salon>, hosts: Vec<String>, tally: &Arc<Tally>) -> Self {
        Self {
            http: Client::new(),
            hosts,
            salon: salon.clone(),
            tally: tally.clone(),
        }
    }

    /// How many hosts there are.
    pub fn hosts(&self) -> usize {
        self.hosts.len()
    }

    /// Sends a request to one of the hosts.
    pub async fn ask(&self, host: u64, method: Method, path: &str, body: Body) -> Told {
        self.ask_with(host, method, path, body, &[]).await
    }

    /// The same with headers.
    pub async fn ask_with(
        &self,
        host: u64,
        method: Method,
        path: &str,
        body: Body,
        headers: &[(&str, String)],
    ) -> Told {
        let host = usize::try_from(host).unwrap_or(0) % self.hosts.len();
        let url = format!(
            "{}/api/v1/salons/{}{path}",
            self.hosts[host], self.salon.slug
        );
        let mut request = self.http.request(method.clone(), url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.bearer_auth(&self.salon.token);
        let request = match body {
            Body::None => request,
            Body::Json(body) => request.json(&body),
            Body::Form(form) => request.multipart(form),
        };
        self.send(request, &format!("{method} {path}")).await
    }

    async fn send(&self, request: RequestBuilder, what: &str) -> Told {
        let (began, since) = (self.tally.tick(), Instant::now());
        let came = async {
            let response = request.timeout(Duration::from_secs(60)).send().await?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = response.bytes().await?.to_vec();
            Ok::<_, reqwest::Error>(Answer {
                status,
                headers,
                body,
            })
        };
        let came = came.await;
        let span = (began, self.tally.tick());
        match came {
            Ok(answer) => self.heard(answer, span, what),
            Err(error) if error.is_connect() => Told::Nobody,
            Err(error) => {
                self.tally.lost.fetch_add(1, Ordering::Relaxed);
                let ending = self.tally.ending.load(Ordering::SeqCst);
                let why = format!("{what}: no answer, and nobody was killed: {error:?}");
                self.tally.check("answers_come", ending, why);
                if self.tally.well_before(since) {
                    // Drained, it would have been answered; on a machine under load it may not
                    // have been read yet.
                    self.tally.cut.fetch_add(1, Ordering::Relaxed);
                    eprintln!("cut off by a stop: {what}");
                }
                Told::Lost(span)
            }
        }
    }

    fn heard(&self, answer: Answer, span: Span, what: &str) -> Told {
        self.tally.answered.fetch_add(1, Ordering::Relaxed);
        let text = answer.text();
        let foreign = text.to_lowercase().contains(self.salon.foreign);
        let salon = &self.salon.slug;
        self.tally
            .check("walls", !foreign, format!("{salon} {what}: {text}"));
        match answer.status.as_u16() {
            503 if is_busy(&answer.headers) => {
                self.tally.busy.fetch_add(1, Ordering::Relaxed);
                eprintln!("busy: {salon} {what}: {text}");
                Told::Lost(span)
            }
            500.. => {
                let ending = self.tally.ending.load(Ordering::SeqCst);
                let why = format!("{salon} {what}: {} {text}", answer.status);
                self.tally.check("no_5xx", ending, why);
                Told::Lost(span)
            }
            404 if text.contains("\"feature_off\"") => Told::Off,
            _ => Told::Answer(answer, span),
        }
    }
}

fn is_busy(headers: &HeaderMap) -> bool {
    headers.contains_key("retry-after")
}
