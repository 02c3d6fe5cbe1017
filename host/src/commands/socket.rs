//! How commands reach the host that runs: a socket in the data folder, for its
//! owner alone. One order as a line of JSON; lines of [`Word`]s come back.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixListener, UnixStream},
    sync::mpsc,
    task::JoinHandle,
};

use super::orders::{Order, Say};
use crate::takeover::Current;

/// A line from the host.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    /// How far it has come.
    Say(String),
    /// The end: what belongs on standard output.
    Done(String),
    /// The end: why it was not done.
    Failed(String),
}

fn path(folder: &Path) -> PathBuf {
    folder.join("host.sock")
}

/// Takes orders until the task is ended. The caller holds the folder's lock, so a
/// socket that lies there is a leftover.
pub(crate) fn listen(folder: &Path, current: Arc<Current>) -> io::Result<JoinHandle<()>> {
    let path = path(folder);
    remove(folder);
    let listener = UnixListener::bind(&path)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    Ok(tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let current = current.clone();
            tokio::spawn(async move {
                if let Err(error) = serve(stream, &current).await {
                    tracing::debug!(%error, "a command went away");
                }
            });
        }
    }))
}

/// Removes the socket.
pub(crate) fn remove(folder: &Path) {
    // That there is none is what is wanted.
    let _ = fs::remove_file(path(folder));
}

async fn serve(stream: UnixStream, current: &Current) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    BufReader::new(read).read_line(&mut line).await?;
    let (words, mut said) = mpsc::unbounded_channel();
    let order = serde_json::from_str::<Order>(&line);
    let work = async {
        let outcome = match order {
            Ok(order) => {
                let mut say = |line: &str| {
                    // Whoever ordered may have gone; the order is carried out all the same.
                    let _ = words.send(Word::Say(line.to_owned()));
                };
                match order {
                    Order::TakeOver => current.take_over().await.map(|said| said.join("\n")),
                    order => order.execute(&current.front(), &mut say).await,
                }
            }
            Err(_) => Err("the running host does not know this order; is it older?".to_owned()),
        };
        let last = match outcome {
            Ok(out) => Word::Done(out),
            Err(why) => Word::Failed(why),
        };
        let _ = words.send(last);
        drop(words);
    };
    let tell = async {
        while let Some(word) = said.recv().await {
            let mut line = serde_json::to_string(&word)?;
            line.push('\n');
            write.write_all(line.as_bytes()).await?;
        }
        Ok(())
    };
    let ((), told) = tokio::join!(work, tell);
    told
}

/// The running host, if there is one.
pub(crate) async fn connect(folder: &Path) -> Option<UnixStream> {
    UnixStream::connect(path(folder)).await.ok()
}

/// Has an order carried out by the running host.
///
/// # Errors
/// A sentence for the operator.
pub(crate) async fn ask(stream: UnixStream, order: &Order, say: Say<'_>) -> Result<String, String> {
    let gone = |error: io::Error| format!("the running host went away: {error}");
    let (read, mut write) = stream.into_split();
    let mut line = serde_json::to_string(order).map_err(|e| e.to_string())?;
    line.push('\n');
    write.write_all(line.as_bytes()).await.map_err(gone)?;
    let mut lines = BufReader::new(read).lines();
    while let Some(line) = lines.next_line().await.map_err(gone)? {
        match serde_json::from_str(&line) {
            Ok(Word::Say(line)) => say(&line),
            Ok(Word::Done(out)) => return Ok(out),
            Ok(Word::Failed(why)) => return Err(why),
            Err(_) => return Err("the running host speaks otherwise; is it older?".to_owned()),
        }
    }
    Err("the running host went away".to_owned())
}
