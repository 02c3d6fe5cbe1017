//! Another version of a plugin takes over while the host runs.
//!
//! What lies in the plugin folder, and whom the operator trusts, is looked at again and again. Where it has changed, a second host is made on the
//! same [ground](crate::ground) with the modules that lie there now: those that are linked in and plugins that stay
//! as they are come along, others are opened. The tables are brought up to date, and then the new host answers all
//! requests that come from there on; the one before ends what it is at. Whatever fails on the way leaves all as it
//! was.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock, Weak},
    time::{Duration, SystemTime},
};

use semver::Version;
use tokio::task::spawn_blocking;

use crate::{
    ground::Ground,
    host::Host,
    http::Front,
    plugins::Found,
    registry::{Loaded, Registry},
    services::Failed,
};

/// How often the folder is looked at. A file counts once it is the same at two looks: until then somebody may be
/// writing it.
const LOOK: Duration = Duration::from_secs(2);

/// The host that answers now.
pub(crate) struct Current {
    front: RwLock<Arc<Front>>,
    /// Those that others took over from, as long as they are at something.
    ending: Mutex<Vec<Weak<Host>>>,
    /// One takes over at a time.
    turn: tokio::sync::Mutex<()>,
}

impl Current {
    /// The first one.
    pub(crate) fn new(front: Arc<Front>) -> Arc<Self> {
        Arc::new(Self {
            front: RwLock::new(front),
            ending: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        })
    }

    /// Its doors.
    pub(crate) fn front(&self) -> Arc<Front> {
        let front = self.front.read().unwrap_or_else(PoisonError::into_inner);
        front.clone()
    }

    /// It.
    pub(crate) fn host(&self) -> Arc<Host> {
        self.front().host().clone()
    }

    /// How many of those before it are still at something.
    pub(crate) fn ending(&self) -> usize {
        let mut ending = self.ending.lock().unwrap_or_else(PoisonError::into_inner);
        ending.retain(|host| host.strong_count() > 0);
        ending.len()
    }

    /// Lets what lies in the plugin folder take over. Gives what changed, as sentences for the operator.
    ///
    /// # Errors
    /// Why all stays as it is.
    pub(crate) async fn take_over(&self) -> Result<Vec<String>, String> {
        let _turn = self.turn.lock().await;
        let before = self.host();
        let found = look(&before).await?;
        let mut said: Vec<String> = found.refused.into_iter().map(|(_, why)| why).collect();
        let (linked, runs) = parted(&before.registry);
        let mut modules = found.modules;
        let (front, changes) = loop {
            let changes = Changes::between(&runs, &modules);
            if changes.0.is_empty() {
                return Ok(said);
            }
            let all = linked.iter().chain(&modules).cloned().collect();
            match next(&before, Registry::of(all)?).await {
                Ok(front) => break (front, changes),
                // The others are not to wait for it.
                Err(Stays::One(id, why)) if changes.0.contains_key(&id) => {
                    tracing::error!("{id} stays as it is: {why}");
                    said.push(why);
                    modules = with_what_ran(modules, &runs, &id);
                }
                Err(Stays::One(_, why) | Stays::All(why)) => return Err(why),
            }
        };
        let host = front.host().clone();
        host.begin();
        for id in changes.replaced() {
            host.health.forgive(id);
            host.ground.memory.forget_of(id);
        }
        for gone in runs.iter().filter(|old| !stays(old, &host.registry)) {
            // What hangs in it from here on is not its successor's fault.
            gone.module.watched(Box::new(|| {}));
        }
        self.put(front, &before);
        for sentence in changes.sentences() {
            tracing::info!("{sentence}");
            said.push(sentence);
        }
        Ok(said)
    }

    fn put(&self, front: Arc<Front>, before: &Arc<Host>) {
        *self.front.write().unwrap_or_else(PoisonError::into_inner) = front;
        let mut ending = self.ending.lock().unwrap_or_else(PoisonError::into_inner);
        ending.push(Arc::downgrade(before));
    }
}

/// The linked modules of a registry, and those of partners.
fn parted(registry: &Registry) -> (Vec<Loaded>, Vec<Loaded>) {
    let (partners, linked) = registry
        .iter()
        .cloned()
        .partition(|loaded| loaded.is_partners);
    (linked, partners)
}

/// Opens what is new in the folder. Not on a thread that serves requests.
async fn look(before: &Arc<Host>) -> Result<Found, String> {
    let ground = before.ground.clone();
    let (linked, runs) = parted(&before.registry);
    let looked = spawn_blocking(move || ground.plugins.load(&ground.config, &linked, &runs));
    looked
        .await
        .map_err(|_| "looking at the folder failed".to_owned())?
}

/// What cannot take over.
enum Stays {
    /// One plugin, by its id, and why.
    One(String, String),
    /// All of them, and why.
    All(String),
}

/// With what ran before of one plugin, which may be nothing, in place of what is there now.
fn with_what_ran(modules: Vec<Loaded>, runs: &[Loaded], id: &str) -> Vec<Loaded> {
    let is_it = |loaded: &Loaded| loaded.manifest.id == id;
    let others = modules.into_iter().filter(|loaded| !is_it(loaded));
    let ran = runs.iter().filter(|loaded| is_it(loaded)).cloned();
    others.chain(ran).collect()
}

/// The doors of a host of these modules, on tables that are as they need them.
async fn next(before: &Arc<Host>, registry: Registry) -> Result<Arc<Front>, Stays> {
    let ground = &before.ground;
    let kind = ground.stores.kind();
    let migrations = registry.migrations(kind);
    let made = {
        let ground = ground.clone();
        // Putting the doors and their document together takes a while.
        let made = spawn_blocking(move || {
            let host = Host::make(&ground, registry).map_err(|error| error.to_string())?;
            Front::new(host)
        });
        let made = made.await;
        made.unwrap_or_else(|_| Err("putting it together failed".to_owned()))
            .map_err(Stays::All)?
    };
    let brought = ground.stores.bring_up(migrations).await;
    let stays = match brought {
        Ok(failed) => match new_failure(ground, &failed) {
            None => {
                for (salon, failed) in &failed {
                    ground.health.fitness().set(*salon, failed);
                }
                return Ok(made);
            }
            Some(stays) => stays,
        },
        Err(error) => Stays::All(error.to_string()),
    };
    // Those before serve what these may have added.
    if let Err(error) = ground
        .stores
        .bring_up(before.registry.migrations(kind))
        .await
    {
        tracing::error!(%error, "the tables could not be looked at again");
    }
    Err(stays)
}

/// A module that ran, and could not be brought up to date now.
fn new_failure(ground: &Ground, failed: &[Failed]) -> Option<Stays> {
    let all = failed.iter();
    let mut all = all.flat_map(|(salon, all)| all.iter().map(move |one| (*salon, one)));
    let fitness = ground.health.fitness();
    let fit = all.find(|(salon, one)| fitness.of(salon.unwrap_or_default(), &one.module).is_none());
    fit.map(|(_, one)| Stays::One(one.module.clone(), one.to_string()))
}

fn stays(loaded: &Loaded, registry: &Registry) -> bool {
    let mut all = registry.iter();
    all.any(|other| Arc::ptr_eq(&other.module, &loaded.module))
}

/// Versions by id: before, and from now on.
struct Changes(BTreeMap<String, (Option<String>, Option<String>)>);

impl Changes {
    fn between(before: &[Loaded], after: &[Loaded]) -> Self {
        let mut all: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
        let is_in = |all: &[Loaded], one: &Loaded| {
            let mut all = all.iter();
            all.any(|other| Arc::ptr_eq(&other.module, &one.module))
        };
        for old in before.iter().filter(|old| !is_in(after, old)) {
            let (id, version) = (&old.manifest.id, &old.manifest.version);
            all.entry(id.clone()).or_default().0 = Some(version.clone());
        }
        for new in after.iter().filter(|new| !is_in(before, new)) {
            let (id, version) = (&new.manifest.id, &new.manifest.version);
            all.entry(id.clone()).or_default().1 = Some(version.clone());
        }
        Self(all)
    }

    /// Those of which another version is there now.
    fn replaced(&self) -> impl Iterator<Item = &str> {
        let replaced = self.0.iter().filter(|(_, (before, _))| before.is_some());
        replaced.map(|(id, _)| id.as_str())
    }

    fn sentences(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(id, change)| match change {
            (None, Some(new)) => format!("{id} {new} is there now"),
            (Some(old), None) => format!("{id} {old} is there no more"),
            (Some(old), Some(new)) if is_older(new, old) => {
                format!("{id} went back from {old} to {new}")
            }
            (Some(old), Some(new)) => format!("{id} {new} took over from {old}"),
            (None, None) => String::new(),
        })
    }
}

fn is_older(one: &str, other: &str) -> bool {
    match (Version::parse(one), Version::parse(other)) {
        (Ok(one), Ok(other)) => one < other,
        _ => false,
    }
}

/// Names, sizes and times of what lies in the folder, where no name begins with a dot.
type Look = BTreeMap<String, (u64, Option<SystemTime>)>;

fn seen(folder: &Path, config: Option<&Path>) -> Look {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let entry = |entry: fs::DirEntry| {
        let data = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        (!name.starts_with('.')).then(|| (name, (data.len(), data.modified().ok())))
    };
    let mut look: Look = entries.filter_map(entry).collect();
    // Whom the operator trusts stands there.
    if let Some(data) = config.and_then(|file| fs::metadata(file).ok()) {
        look.insert(".config".to_owned(), (data.len(), data.modified().ok()));
    }
    look
}

/// Looks at the plugin folder for as long as the host runs.
pub(crate) async fn watch(current: Arc<Current>) {
    let Some(folder) = current.host().config.plugin_dir.clone() else {
        return;
    };
    let mut looks = tokio::time::interval(LOOK);
    let file = current.host().config.file.clone();
    let mut settled = seen(&folder, file.as_deref());
    let mut last = settled.clone();
    loop {
        looks.tick().await;
        // A few names; whoever has a folder that hangs has plugins that hang.
        let now = seen(&folder, file.as_deref());
        let is_still = now == last;
        last.clone_from(&now);
        if !is_still || now == settled {
            continue;
        }
        settled = now;
        if let Err(why) = current.take_over().await {
            tracing::error!("the plugins stay as they are: {why}");
        }
    }
}
