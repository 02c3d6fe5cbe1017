//! `plugin dev`: hosts around a plugin while it is written. What is changed is built, packed and taken anew.

mod build;
mod hosts;
mod older;
mod says;
mod shown;
mod sources;

use std::{
    future::Future,
    path::{Path, PathBuf},
    pin::pin,
    time::Duration,
};

use super::{cluster::Cluster, folder::Folder};
use hosts::Hosts;
pub(crate) use older::judge;
pub(crate) use says::opened;

/// How often is looked for changes.
const LOOK: Duration = Duration::from_secs(1);

/// What is asked for.
pub(crate) struct Dev {
    /// The plugin's folder.
    pub(crate) folder: PathBuf,
    /// An empty database for the host on PostgreSQL; a server is started for a while where not given.
    pub(crate) database_url: Option<String>,
    /// Leaves the data where it is.
    pub(crate) keep: bool,
    /// With which the owner signs in.
    pub(crate) password: String,
}

/// Serves until `told`, building anew whatever changes.
///
/// # Errors
/// A sentence: the plugin does not build at all, or no host starts.
pub(crate) async fn run(dev: Dev, told: impl Future<Output = ()>) -> Result<(), String> {
    let mut told = pin!(told);
    let mut place = Folder::new("plugin-dev")?;
    if dev.keep {
        place.keep();
        say(&format!("the data stays in {}", place.path().display()));
    }
    let bundles = place.path().join("plugins");
    std::fs::create_dir_all(&bundles).map_err(|e| format!("{}: {e}", bundles.display()))?;
    let mut seen = sources::seen(&dev.folder);
    let id = build::build(&dev.folder, &bundles).await?;
    let (_cluster, postgres) = server(&dev);
    let mut hosts = Hosts::start(place.path(), postgres, &id, &dev.password).await?;
    hosts.told();
    loop {
        tokio::select! {
            () = &mut told => break,
            () = tokio::time::sleep(LOOK) => {}
        }
        let now = sources::seen(&dev.folder);
        if now == seen {
            continue;
        }
        let what = sources::changed(&dev.folder, &seen, &now);
        seen = now;
        let built = tokio::select! {
            () = &mut told => break,
            built = again(&dev.folder, &bundles, &what) => built,
        };
        if built {
            hosts.reload().await;
        }
    }
    hosts.stop().await;
    Ok(())
}

/// A server for the host on PostgreSQL, and its address.
fn server(dev: &Dev) -> (Option<Cluster>, Option<String>) {
    if let Some(url) = &dev.database_url {
        return (None, Some(url.clone()));
    }
    match Cluster::start() {
        Ok(cluster) => {
            let url = cluster.url();
            (Some(cluster), Some(url))
        }
        Err(why) => {
            say(&format!("on SQLite alone: {why}"));
            (None, None)
        }
    }
}

/// Builds and packs once more; what is wrong is said, and the old one goes on.
async fn again(folder: &Path, bundles: &Path, what: &str) -> bool {
    say(&format!("{what} has changed: building"));
    match build::build(folder, bundles).await {
        Ok(_) => true,
        Err(why) => {
            say(&format!("{why}\nthe old one goes on"));
            false
        }
    }
}

/// To who sits before it.
fn say(what: &str) {
    eprintln!("plugin dev: {what}");
}
