use std::{io, path::Path};

use bytes::Bytes;
use futures_util::StreamExt as _;
use kartoteka_plugin::{Call, Error, Result};

/// The worker `count`, which the manifest names in `workers = ["count"]` and `Module::worker` gives:
/// in a process of its own, with the file at `input` and without any salon.
pub fn count(input: &Path, _args: &[u8], output: &mut dyn io::Write) -> io::Result<()> {
    let list = std::fs::read_to_string(input)?;
    write!(output, "{}", list.lines().count())
}

/// How many lines an uploaded list has; 422 for what is no text.
pub async fn lines(call: &Call, list: Bytes) -> Result<u64> {
    // Gone when it is dropped, or else at the host's next start.
    let mut file = call.scratch().create().await?;
    file.write(list).await?;
    file.finish().await?;
    let workers = call.workers();
    let mut answer = workers.run("welcome.count", file.path(), Vec::new(), None);
    let mut said = Vec::new();
    while let Some(piece) = answer.next().await {
        // Too slow, too heavy, or dead: the host has noted which.
        let piece = piece.map_err(|_| Error::invalid().field("/list", "welcome_no_list"))?;
        said.extend_from_slice(&piece);
    }
    let said = String::from_utf8_lossy(&said).parse();
    said.map_err(|_| Error::internal("a worker said no number"))
}
