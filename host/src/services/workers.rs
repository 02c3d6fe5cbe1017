//! Workers: pure functions on hostile input, each run in a child process that
//! limits itself before it looks at anything.

use std::{
    io::{self, Read as _, Write},
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    sync::Arc,
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, stream, stream::BoxStream};
use kartoteka_plugin::workers::{WorkerError, Workers};
use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, ChildStdout, Command},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

use crate::config;

/// Most that is handed on at once.
const CHUNK: usize = 64 << 10;
/// Signal by which a process ends itself.
const SIGABRT: i32 = 6;
/// Signal by which the kernel ends a process for want of memory.
const SIGKILL: i32 = 9;
/// Signal by which the kernel ends a process that computed too long.
const SIGXCPU: i32 = 24;

/// Starts children of one binary, a few at a time.
pub struct Children {
    program: PathBuf,
    /// Where the files lie that they may be given.
    folder: PathBuf,
    memory_bytes: u64,
    seconds: u64,
    slots: Arc<Semaphore>,
}

impl Children {
    /// Children of `program`, a kartoteka binary, for files of the `folder` of scratch files.
    pub fn new(program: PathBuf, folder: PathBuf, limits: &config::Worker) -> Arc<Self> {
        Arc::new(Self {
            program,
            folder,
            memory_bytes: limits.memory_bytes,
            seconds: limits.seconds,
            slots: Arc::new(Semaphore::new(limits.at_once)),
        })
    }

    fn command(&self, module: &str, name: &str, input: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("worker")
            .arg(module)
            .arg(name)
            .arg(input)
            .arg(self.memory_bytes.to_string())
            .arg(self.seconds.to_string())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        command
    }
}

/// The workers of all modules, for the calls of a host.
pub struct WorkerDesk(pub Arc<Children>);

/// A child whose answer is being read.
struct Reading {
    child: Child,
    stdout: ChildStdout,
    deadline: Instant,
    seconds: u64,
    _slot: OwnedSemaphorePermit,
}

enum State {
    Waiting {
        children: Arc<Children>,
        /// None where the name says no module, or the file is none of those it may have.
        command: Option<Box<Command>>,
        args: Vec<u8>,
        limit: Option<Instant>,
    },
    Reading(Box<Reading>),
    Over,
}

impl Workers for WorkerDesk {
    fn run(
        &self,
        name: &'static str,
        input: &Path,
        args: Vec<u8>,
        limit: Option<Duration>,
    ) -> BoxStream<'static, Result<Bytes, WorkerError>> {
        // A child reads what it is given: files made for it, and nothing else of the machine.
        let is_scratch = input.parent() == Some(&self.0.folder) && input.file_name().is_some();
        let command = name.split_once('.').filter(|_| is_scratch);
        let command = command.map(|(module, name)| match name.split_once('@') {
            // Of a partner: the library that it is in, and not that of a version that has taken over since.
            Some((name, library)) => self.0.command(library, name, input),
            None => self.0.command(module, name, input),
        });
        let start = State::Waiting {
            children: self.0.clone(),
            command: command.map(Box::new),
            args,
            limit: limit.map(|limit| Instant::now() + limit),
        };
        stream::unfold(start, |state| async move {
            match next(state).await {
                Ok(Some((chunk, reading))) => Some((Ok(chunk), State::Reading(reading))),
                Ok(None) => None,
                Err(error) => Some((Err(error), State::Over)),
            }
        })
        .boxed()
    }
}

async fn next(state: State) -> Result<Option<(Bytes, Box<Reading>)>, WorkerError> {
    let mut reading = match state {
        State::Over => return Ok(None),
        State::Reading(reading) => reading,
        State::Waiting {
            children,
            command,
            args,
            limit,
        } => {
            let command = command.ok_or(WorkerError::NotStarted)?;
            let starting = spawn(&children, *command, args);
            let mut reading = match limit {
                None => starting.await?,
                Some(at) => {
                    let started = tokio::time::timeout_at(at, starting).await;
                    started.map_err(|_| WorkerError::TooSlow)??
                }
            };
            reading.deadline = limit
                .into_iter()
                .chain([reading.deadline])
                .min()
                .unwrap_or(reading.deadline);
            Box::new(reading)
        }
    };
    match tokio::time::timeout_at(reading.deadline, reading.chunk()).await {
        Err(_) => Err(WorkerError::TooSlow),
        Ok(Err(error)) => Err(error),
        Ok(Ok(None)) => Ok(None),
        Ok(Ok(Some(chunk))) => Ok(Some((chunk, reading))),
    }
}

async fn spawn(
    children: &Children,
    mut command: Command,
    args: Vec<u8>,
) -> Result<Reading, WorkerError> {
    let not_started = |_| WorkerError::NotStarted;
    let slot = children.slots.clone().acquire_owned().await;
    let slot = slot.map_err(|_| WorkerError::NotStarted)?;
    let mut child = command.spawn().map_err(|error| {
        tracing::error!(%error, "a child process cannot be started");
        WorkerError::NotStarted
    })?;
    let stdout = child.stdout.take().ok_or(WorkerError::NotStarted)?;
    let mut stdin = child.stdin.take().ok_or(WorkerError::NotStarted)?;
    // By the pipe and not the command line, which every user of the machine can read.
    // The child reads all of it before it writes anything, so this cannot lock up.
    stdin.write_all(&args).await.map_err(not_started)?;
    stdin.shutdown().await.map_err(not_started)?;
    drop(stdin);
    Ok(Reading {
        child,
        stdout,
        deadline: Instant::now() + Duration::from_secs(children.seconds),
        seconds: children.seconds,
        _slot: slot,
    })
}

impl Reading {
    /// The next piece; none when the child has ended well.
    async fn chunk(&mut self) -> Result<Option<Bytes>, WorkerError> {
        let mut buffer = BytesMut::with_capacity(CHUNK);
        let read = self.stdout.read_buf(&mut buffer).await;
        if read.map_err(|_| WorkerError::Died)? > 0 {
            return Ok(Some(buffer.freeze()));
        }
        let status = self.child.wait().await.map_err(|_| WorkerError::Died)?;
        if status.success() {
            return Ok(None);
        }
        tracing::warn!(%status, limit_seconds = self.seconds, "a child process ended early");
        Err(reason(status))
    }
}

/// Why a child ended early, by the signal that ended it.
fn reason(status: ExitStatus) -> WorkerError {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal() {
        Some(SIGXCPU) => WorkerError::TooSlow,
        // Rust aborts where memory, or the stack, cannot be had; the kernel kills.
        Some(SIGABRT | SIGKILL) => WorkerError::TooHeavy,
        _ => WorkerError::Died,
    }
}

/// The child's side: limits itself, then runs `worker`. The file is the only thing
/// it reads and standard output the only thing it writes.
///
/// # Errors
/// As the worker says, or where a limit cannot be set.
pub fn run_in_child(
    worker: impl FnOnce(&Path, &[u8], &mut dyn Write) -> io::Result<()>,
    input: &Path,
    memory_bytes: u64,
    seconds: u64,
) -> io::Result<()> {
    limit(Resource::As, memory_bytes)?;
    limit(Resource::Cpu, seconds)?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Core, 0)?;
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let mut args = Vec::new();
    io::stdin().lock().read_to_end(&mut args)?;
    let mut output = io::BufWriter::with_capacity(CHUNK, io::stdout().lock());
    worker(input, &args, &mut output)?;
    output.flush()
}

fn limit(resource: Resource, value: u64) -> io::Result<()> {
    let limits = Rlimit {
        current: Some(value),
        maximum: Some(value),
    };
    Ok(setrlimit(resource, limits)?)
}
