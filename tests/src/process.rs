//! The host as its operator runs it: the binary in a process of its own, which can be
//! killed at any moment and started anew on the same data.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    Answer, SALON,
    postgres::TestDatabase,
    world::{Stage, program},
};

/// A host in a process of its own, with one salon.
#[derive(Debug)]
pub struct Process {
    /// A token with all the owner's permissions.
    pub token: String,
    folder: TempDir,
    database: Option<Arc<TestDatabase>>,
    http: Client,
    running: Option<(Child, String)>,
    /// What serves; the host's binary unless said otherwise.
    program: PathBuf,
    /// How it is set at every start, and for every order.
    settings: Vec<(String, String)>,
    /// All that its log said, over all its starts.
    said: Arc<Mutex<Vec<String>>>,
}

impl Process {
    /// A fresh host on `stage`, running.
    pub async fn on(stage: Stage) -> Self {
        Self::of(program(), Vec::new(), stage).await
    }

    /// The same, served by another program and set otherwise.
    pub async fn of(program: PathBuf, settings: Vec<(String, String)>, stage: Stage) -> Self {
        kartoteka::services::prepare_tls();
        let database = match stage {
            Stage::Sqlite => None,
            Stage::Postgres | Stage::Twins => Some(Arc::new(TestDatabase::new().await)),
        };
        let mut process = Self::not_yet(program, settings, database);
        process.order(&["salon", "create", SALON, "--name", "Seidenhaar"]);
        process.token = process.order(&["token", "create", "--salon", SALON]);
        process.start(&[]);
        process
    }

    /// Another host on the same database, as on another machine, running.
    pub fn beside(&self) -> Self {
        let key = std::fs::read_to_string(self.data().join("master.key")).expect("a key");
        let mut settings = self.settings.clone();
        settings.push(("KARTOTEKA_MASTER_KEY".to_owned(), key.trim().to_owned()));
        let mut process = Self::not_yet(self.program.clone(), settings, self.database.clone());
        process.token.clone_from(&self.token);
        process.start(&[]);
        process
    }

    fn not_yet(
        program: PathBuf,
        settings: Vec<(String, String)>,
        database: Option<Arc<TestDatabase>>,
    ) -> Self {
        Self {
            token: String::new(),
            folder: tempfile::tempdir().expect("a folder"),
            database,
            http: Client::new(),
            running: None,
            program,
            settings,
            said: Arc::default(),
        }
    }

    /// The folder of all that the host keeps.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The database, on PostgreSQL.
    pub fn database(&self) -> Option<&TestDatabase> {
        self.database.as_deref()
    }

    /// All that its log said so far; what it says of every request, too.
    pub fn said(&self) -> Vec<String> {
        let said = self.said.lock();
        said.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it runs, as far as its operator knows.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The process that serves.
    pub fn id(&self) -> u32 {
        self.running.as_ref().expect("a running host").0.id()
    }

    fn set_up(&self, mut command: Command) -> Command {
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("KARTOTEKA_DATA_DIR", self.data())
            .env("KARTOTEKA_LISTEN", "127.0.0.1:0")
            .env("KARTOTEKA_DRAIN_SECONDS", "5")
            .envs(self.settings.iter().cloned());
        if let Some(database) = &self.database {
            command
                .env("KARTOTEKA_DATABASE_URL", database.database_url())
                .env("KARTOTEKA_MIGRATION_DATABASE_URL", database.migration_url());
        }
        command
    }

    /// Gives the binary another order and what it says.
    pub fn order(&self, arguments: &[&str]) -> String {
        let mut command = self.set_up(Command::new(program()));
        let done = command.args(arguments).output().expect("the binary");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{arguments:?}: {said}");
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    /// Starts the host on the data that is there.
    pub fn start(&mut self, settings: &[(&str, &str)]) {
        let command = Command::new(&self.program);
        self.start_by(command, settings);
    }

    /// Starts the host where no file may grow beyond `bytes`, as on a disk that is full.
    pub fn start_on_a_full_disk(&mut self, bytes: u64) {
        let mut command = Command::new("sh");
        // Blocks are of 512 bytes. The signal for too large a file is left to the write.
        let script = r#"trap "" XFSZ; ulimit -f "$1"; shift; exec "$@""#;
        let blocks = (bytes / 512).to_string();
        command.args(["-c", script, "sh", &blocks]).arg(program());
        self.start_by(command, &[]);
    }

    fn start_by(&mut self, command: Command, settings: &[(&str, &str)]) {
        let mut command = self.set_up(command);
        command.arg("serve").envs(settings.iter().copied());
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary");
        let mut lines = BufReader::new(child.stderr.take().expect("its log")).lines();
        let said = self.said.clone();
        let keep = move |line: &str| {
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            said.push(line.to_owned());
        };
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            eprintln!("{line}");
            keep(&line);
            let (_, rest) = line.split_once("address=")?;
            Some(rest.split_whitespace().next()?.to_owned())
        });
        // Whoever writes to a pipe that nobody reads stops in the end.
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                keep(&line);
                if !line.contains(" INFO ") {
                    eprintln!("{line}");
                }
            }
        });
        let address = address.expect("the host's log says where it listens");
        self.running = Some((child, format!("http://{address}")));
    }

    /// Ends the host as a power cut would, so that it learns nothing of it, and starts
    /// another on the same data.
    pub async fn kill_and_start(&mut self) {
        self.kill();
        self.start_anew().await;
    }

    /// Starts another host on the data of one that was killed.
    pub async fn start_anew(&mut self) {
        if self.database.is_some() {
            // Other hosts may share a database: one that says nothing counts as stopped
            // only after a while, which passes here at once.
            let age = "update hosts set seen_at = seen_at - interval '1 hour' returning 1::bigint";
            self.number(age).await;
        }
        self.start(&[]);
    }

    /// Ends the host as a power cut would.
    pub fn kill(&mut self) {
        let (mut child, _) = self.running.take().expect("a running host");
        child.kill().expect("to kill");
        child.wait().expect("its end");
    }

    /// Sets the host otherwise from its next start on, and the orders given to it at once.
    pub fn set(&mut self, settings: Vec<(String, String)>) {
        self.settings = settings;
    }

    /// Ends the host as its operator would.
    pub fn stop(&mut self) {
        let (mut child, _) = self.running.take().expect("a running host");
        let id = child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.expect("kill").success());
        assert!(child.wait().expect("its end").success());
    }

    /// Where the host listens.
    pub fn address(&self) -> &str {
        let (_, address) = self.running.as_ref().expect("a running host");
        address
    }

    /// A request to the salon's API with the owner's token.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/salons/{SALON}{path}", self.address());
        self.http.request(method, url).bearer_auth(&self.token)
    }

    /// `GET` of a path below the salon.
    pub async fn get(&self, path: &str) -> Answer {
        let sent = self.request(Method::GET, path).send().await;
        Answer::of(sent.expect("an answer")).await
    }

    /// `POST` of a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        let sent = self.request(Method::POST, path).json(&body).send().await;
        Answer::of(sent.expect("an answer")).await
    }

    /// Uploads a spreadsheet and gives the id of its import.
    pub async fn upload(&self, name: &str, bytes: Vec<u8>) -> String {
        let file = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", file);
        let request = self.request(Method::POST, "/imports").multipart(form);
        let answer = Answer::of(request.send().await.expect("an answer")).await;
        answer.is(201).id()
    }

    /// Waits until the import is no longer in `state`, or has done `rows` of it.
    pub async fn import_until(&self, id: &str, state: &str, rows: u64) -> Value {
        for _ in 0..30_000 {
            let import = self.get(&format!("/imports/{id}")).await.is(200).json();
            let done = import["progress"]["done"].as_u64().unwrap_or(0);
            if import["state"] != state || done >= rows {
                return import;
            }
            tokio::task::yield_now().await;
        }
        panic!("the import did not come to rest");
    }

    /// Waits until no host works on the import.
    pub async fn import_at_rest(&self, id: &str) -> Value {
        loop {
            let import = self.get(&format!("/imports/{id}")).await.is(200).json();
            let state = import["state"].as_str().unwrap_or_default().to_owned();
            if !["previewing", "committing", "undoing"].contains(&state.as_str()) {
                return import;
            }
            self.import_until(id, &state, u64::MAX).await;
        }
    }

    /// The files that lie in the folder for the time of one piece of work.
    pub fn scratch(&self) -> Vec<PathBuf> {
        files(&self.data().join("scratch"))
    }

    /// One number out of the salon's tables, whose rows are all of this salon.
    pub async fn number(&self, sql: &'static str) -> i64 {
        match &self.database {
            Some(database) => {
                use sqlx::Connection as _;
                let url = database.superuser_url();
                let connection = sqlx::PgConnection::connect(&url).await;
                let mut connection = connection.expect("a connection");
                let row = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
                row.expect("a number")
            }
            None => {
                let files = files(&self.data().join("salons"));
                let is_file = |f: &&PathBuf| f.extension().is_some_and(|e| e == "db");
                let file = files.iter().find(is_file).expect("the salon's file");
                number_in(file, sql)
            }
        }
    }

    /// The same out of the region's tables.
    pub async fn number_of_region(&self, sql: &'static str) -> i64 {
        match self.database {
            Some(_) => self.number(sql).await,
            None => number_in(&self.data().join("region.db"), sql),
        }
    }
}

fn number_in(file: &Path, sql: &str) -> i64 {
    let file = rusqlite::Connection::open(file).expect("a file");
    file.query_row(sql, [], |row| row.get(0)).expect("a number")
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.running {
            // Best effort: a failed story must not leave a host behind.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The files of a folder and of those below it; none where there is no such folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

/// Makes a test of each story on each engine, with the host in a process of its own.
#[macro_export]
macro_rules! stories_of_processes {
    ($($story:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story($crate::Process::on($crate::Stage::Sqlite).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story($crate::Process::on($crate::Stage::Postgres).await).await;
            })+
        }
    };
}
