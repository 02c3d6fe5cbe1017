//! Two salons side by side, worked in and switched by several at one time, while hosts are killed
//! and stopped; and a model that says afterwards what must be. All chance comes of one seed.

pub mod actual;
pub mod checks;
pub mod desk;
pub mod door;
pub mod model;
mod papers;
pub mod round;
pub mod salon;
mod switches;
pub mod tables;
mod work;

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
};

use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use self::{
    desk::{DESKS, Desk},
    door::{Body, Chance, Door, Tally, Told},
    salon::{Salon, Switch},
    switches::Manager,
};
use crate::{Process, Stage, bucket};

/// What stands in all that is written in the one salon, and in the other.
const MARKS: [[&str; 2]; 2] = [["qanton", "qberta"], ["qberta", "qanton"]];

/// How much of it there is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Rounds, each with an end of a host.
    pub rounds: u64,
    /// Steps of each desk in a round.
    pub steps: u64,
}

/// A host, and how the others know it.
#[derive(Debug)]
struct Host {
    process: Process,
    id: Option<String>,
}

/// A run.
pub struct Chaos {
    seed: u64,
    hosts: Vec<Host>,
    salons: Vec<Arc<Salon>>,
    desks: Vec<Desk>,
    managers: Vec<Manager>,
    chance: Chance,
    tally: Arc<Tally>,
    /// What stands before the keys of objects, in a bucket.
    prefix: Option<String>,
}

/// The member `id`; the nil id where there is none.
fn id(of: &Value) -> Uuid {
    let id = of["id"].as_str().and_then(|id| id.parse().ok());
    id.unwrap_or_default()
}

/// A member of each of a list.
fn ids(list: &Value, member: &str) -> BTreeSet<Uuid> {
    let all = list.as_array().into_iter().flatten();
    all.filter_map(|one| one[member].as_str()?.parse().ok())
        .collect()
}

/// Runs `program` on `stage`, by one host or by two, and fails with all that was found.
///
/// # Panics
/// Where anything was found.
pub async fn run(program: PathBuf, stage: Stage, hosts: u64, seed: u64, size: Size) {
    eprintln!("chaos on {stage:?} by {hosts}, SEED={seed}");
    let mut chaos = Chaos::begin(program, stage, hosts, seed).await;
    chaos.switch_all_on().await;
    for number in 1..=size.rounds {
        chaos.round(number, size.steps).await;
        chaos.must_be_fine();
    }
    chaos.end();
    chaos.must_be_fine();
    let count = |of: &std::sync::atomic::AtomicU64| of.load(Ordering::Relaxed);
    let tally = &chaos.tally;
    let cut = count(&tally.cut);
    let (answered, lost, busy) = (
        count(&tally.answered),
        count(&tally.lost),
        count(&tally.busy),
    );
    println!(
        "chaos on {stage:?} by {hosts}, SEED={seed}: {} rounds, {answered} answers, {lost} that \
         never came ({cut} of them cut off by a stop), {busy} busy; at the end {}",
        size.rounds,
        chaos.left(),
    );
}

impl Chaos {
    async fn begin(program: PathBuf, stage: Stage, hosts: u64, seed: u64) -> Self {
        let prefix = (hosts > 1).then(|| format!("chaos/{}-{seed}", std::process::id()));
        let mut settings = prefix.as_deref().map(bucket::settings).unwrap_or_default();
        settings.push(("KARTOTEKA_REGION".to_owned(), "de".to_owned()));
        let first = Process::of(program, settings, stage).await;
        let mut chance = Chance::of(seed);
        let tally = Arc::<Tally>::default();
        let (mut salons, mut desks, mut managers) = (Vec::new(), Vec::new(), Vec::new());
        for marks in MARKS {
            let salon = Arc::new(made(&first, &marks[0][1..], marks).await);
            managers.push(Manager::new(&salon, Chance::of(chance.below(1 << 31))));
            for number in 0..DESKS {
                let door = Door::to(&salon, Vec::new(), &tally);
                let chance = Chance::of(chance.below(1 << 31));
                desks.push(Desk::new(&salon, door, number, chance));
            }
            salons.push(salon);
        }
        let known = tables::roster(&first).await;
        let mut all = vec![Host {
            id: known.iter().next().cloned(),
            process: first,
        }];
        for _ in 1..hosts {
            let process = all[0].process.beside();
            let now = tables::roster(&process).await;
            let id = now.difference(&known).next().cloned();
            all.push(Host { process, id });
        }
        Self {
            seed,
            hosts: all,
            salons,
            desks,
            managers,
            chance,
            tally,
            prefix,
        }
    }

    /// So that there is something to be switched off.
    async fn switch_all_on(&self) {
        for salon in &self.salons {
            let door = round::door(&self.hosts, salon, &self.tally);
            for feature in ["blacklist", "documents", "call-link", "listener"] {
                let path = format!("/features/{feature}");
                let told = door.ask(0, Method::PUT, &path, Body::None).await;
                let on = matches!(&told, Told::Answer(answer, _) if answer.status == 200);
                self.tally
                    .check("switch_agrees", on, format!("{path}: {told:?}"));
                salon.switched(feature, Switch::Known(true));
            }
        }
    }

    /// What there is, in short.
    fn left(&self) -> String {
        let mut counts = std::collections::BTreeMap::<&str, usize>::new();
        for salon in &self.salons {
            let state = salon.state();
            for row in state.rows.values() {
                *counts.entry(row.feature().unwrap_or("cards")).or_default() += 1;
            }
            *counts.entry("erased").or_default() += state.erased.len();
        }
        format!("{counts:?}")
    }

    /// Stops the hosts as their operator would; then nothing is left of who was erased in SQLite's
    /// files, and nobody is named in the logs.
    fn end(&mut self) {
        for host in &mut self.hosts {
            tokio::task::block_in_place(|| host.process.stop());
        }
        for salon in &self.salons {
            let door = Door::to(salon, Vec::new(), &self.tally);
            for host in &self.hosts {
                checks::logs_name_nobody(&host.process, &door, salon);
            }
            let file = self.hosts[0]
                .process
                .data()
                .join(format!("salons/{}.db", salon.id));
            let Ok(bytes) = std::fs::read(&file) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for who in &salon.state().erased {
                let why = format!("{} {} is in its file", salon.slug, who.name);
                self.tally
                    .check("erased_are_nowhere", !text.contains(&who.name), why);
            }
        }
    }

    fn must_be_fine(&self) {
        let faults = self.tally.faults();
        let all = faults.join("\n");
        assert!(
            faults.is_empty(),
            "SEED={}: {} faults\n{all}",
            self.seed,
            faults.len()
        );
    }
}

/// A salon of the host.
async fn made(host: &Process, slug: &str, marks: [&'static str; 2]) -> Salon {
    host.order(&["salon", "create", slug, "--name", "Haar"]);
    let token = host.order(&["token", "create", "--salon", slug]);
    let id = match host.database() {
        Some(_) => "cast(id as text)",
        None => "lower(hex(id))",
    };
    let sql = format!("select {id} from salons where slug = '{slug}'");
    let found = tables::column(host, None, &sql).await;
    let id = found.first().and_then(|id| id.parse().ok());
    Salon::new(slug, id.expect("its id"), token, marks)
}
