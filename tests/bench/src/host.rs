//! The host under measurement: its own process, on a folder or database of its own,
//! reached as everybody reaches it.

use std::{
    env,
    ffi::OsStr,
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kartoteka_tests::postgres::TestDatabase;
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

use crate::{
    Outcome, alone,
    cpu::{self, Cpu, Postgres},
    http::{self, Connection},
    report,
};

/// Where a host that does not answer, or does not stop, is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A storage engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What a host keeps its data in; gone when dropped.
pub(crate) struct Place {
    pub(crate) engine: Engine,
    folder: TempDir,
    pub(crate) database: Option<TestDatabase>,
    postgres: Option<Postgres>,
    pub(crate) program: PathBuf,
}

impl Place {
    /// An empty one.
    pub(crate) async fn new(engine: Engine) -> Outcome<Self> {
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(TestDatabase::empty().await),
        };
        let postgres = match &database {
            Some(database) => Some(server(&database.superuser_url()).await?),
            None => None,
        };
        Ok(Self {
            engine,
            folder: tempfile::Builder::new()
                .prefix("kartoteka-bench-")
                .tempdir()?,
            database,
            postgres,
            program: program()?,
        })
    }

    /// The folder of the data.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A path for something of our own beside the data.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, set up for this place.
    fn command(&self) -> Command {
        self.command_of(&self.program)
    }

    fn command_of(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        // What this machine is set up for does not count here.
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("KARTOTEKA_") {
                command.env_remove(name);
            }
        }
        command.env("KARTOTEKA_DATA_DIR", self.data());
        if let Some(database) = &self.database {
            command.env("KARTOTEKA_DATABASE_URL", database.database_url());
            command.env("KARTOTEKA_MIGRATION_DATABASE_URL", database.migration_url());
        }
        command.current_dir(self.folder.path());
        command
    }

    /// Runs a command of the program and gives what it prints.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Outcome<String> {
        let output = self.command().args(words).stdin(Stdio::null()).output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let words: Vec<_> = words
                .iter()
                .map(|word| word.as_ref().to_string_lossy())
                .collect();
            return Err(format!("kartoteka {} failed: {said}", words.join(" ")).into());
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// The last things that hosts here complained about, for when work fails.
    pub(crate) fn complaints(&self) -> String {
        let log = fs::read_to_string(self.beside("host.log")).unwrap_or_default();
        let serious = |line: &&str| line.contains("ERROR") || line.contains("WARN");
        let mut lines: Vec<&str> = log.lines().rev().filter(serious).take(5).collect();
        lines.reverse();
        lines.join("\n")
    }

    /// Starts a host and waits for its first answer.
    pub(crate) async fn start(&self) -> Outcome<Host> {
        let mut command = self.command();
        command.arg("serve");
        self.start_by(command).await
    }

    /// Starts a host with features of the benchmark's own.
    pub(crate) async fn start_featured(&self) -> Outcome<Host> {
        let mut command = self.command_of(&env::current_exe()?);
        command.args([alone::WORD, "featured"]).arg(&self.program);
        self.start_by(command).await
    }

    /// Starts a host with the same little feature linked in and behind the native border, and `more`
    /// of those that do nothing.
    pub(crate) async fn start_partners(&self, more: usize) -> Outcome<Host> {
        let mut command = self.command_of(&env::current_exe()?);
        command.args([alone::WORD, "partners"]).arg(&self.program);
        command.arg(more.to_string());
        self.start_by(command).await
    }

    async fn start_by(&self, mut command: Command) -> Outcome<Host> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let log = self.beside("host.log");
        let output = File::options().create(true).append(true).open(&log)?;
        command
            .env("KARTOTEKA_LISTEN", address.to_string())
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output);
        let started = Instant::now();
        let mut host = Host {
            child: command.spawn()?,
            address,
            postgres: self.postgres,
            started: Duration::ZERO,
        };
        let health = http::request("GET", "/health", &[], b"");
        while !answers(address, &health).await {
            if host.child.try_wait()?.is_some() || started.elapsed() > PATIENCE {
                let said = fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("the host does not start: {said}").into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        host.started = started.elapsed();
        Ok(host)
    }
}

async fn answers(address: SocketAddr, health: &[u8]) -> bool {
    match Connection::open(address).await {
        Ok(mut connection) => {
            let answer = connection.send(health).await;
            answer.is_ok_and(|answer| answer.status == 200)
        }
        Err(_) => false,
    }
}

/// The host's program: beside this one, unless said otherwise.
fn program() -> Outcome<PathBuf> {
    if let Some(path) = env::var_os("KARTOTEKA_BENCH_HOST") {
        return Ok(path.into());
    }
    let path = env::current_exe()?.with_file_name("kartoteka");
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("{} is not built", path.display()).into())
    }
}

/// The server that serves `url`: its first process started the one that serves us.
async fn server(url: &str) -> Outcome<Postgres> {
    let mut connection = PgConnection::connect(url).await?;
    let pid: i32 = sqlx::query_scalar("select pg_backend_pid()")
        .fetch_one(&mut connection)
        .await?;
    let first = cpu::parent(u32::try_from(pid)?)?;
    connection.close().await?;
    Ok(Postgres { first })
}

/// A running host.
pub(crate) struct Host {
    child: Child,
    pub(crate) address: SocketAddr,
    postgres: Option<Postgres>,
    /// From its start to its first answer.
    pub(crate) started: Duration,
}

impl Host {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    fn cpu(&self) -> Outcome<(Cpu, Duration)> {
        let database = self.postgres.map_or(Ok(Duration::ZERO), Postgres::cpu)?;
        Ok((cpu::of(self.pid())?, database))
    }

    /// Does `work` and gives what it cost.
    pub(crate) async fn spent<T>(
        &self,
        work: impl Future<Output = Outcome<T>>,
    ) -> Outcome<(T, Spent)> {
        let (host, database) = self.cpu()?;
        let start = Instant::now();
        let done = work.await?;
        let wall = start.elapsed();
        let (host_after, database_after) = self.cpu()?;
        let spent = Spent {
            host: host_after - host,
            database: database_after.saturating_sub(database),
            wall,
        };
        Ok((done, spent))
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) async fn stop(mut self) -> Outcome<()> {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() {
            if asked.elapsed() > PATIENCE {
                return Err("the host does not stop".into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Stopped already, or given up.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What some work cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spent {
    /// The host, and its children that ended.
    pub(crate) host: Cpu,
    /// The database server.
    pub(crate) database: Duration,
    pub(crate) wall: Duration,
}

impl Spent {
    /// Microseconds of the host for each of `count`.
    pub(crate) fn each(&self, count: usize) -> f64 {
        report::each(self.host.total(), count)
    }

    /// The same in words, the database's beside it.
    pub(crate) fn words(&self, count: usize) -> String {
        let host = report::time(self.each(count));
        if self.database.is_zero() {
            return host;
        }
        let database = report::time(report::each(self.database, count));
        format!("{host} (+ database {database})")
    }
}
