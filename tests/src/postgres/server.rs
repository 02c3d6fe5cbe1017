//! The server.

use std::{
    env,
    fs::{self, File},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use kartoteka::plugins::kit::cluster::{self, settle, user_change, user_id};
use sqlx::{Connection as _, PgConnection};

/// Owns the tables and migrates.
pub(super) const OWNER: &str = "kartoteka_owner";
/// What the host works as.
pub(super) const APPLICATION: &str = "kartoteka_app";
/// May do everything; for setting a scene.
pub(super) const SUPERUSER: &str = cluster::SUPERUSER;
/// Seconds without a user after which the watcher stops the server. Cargo starts one
/// test program after the other, with a pause between them.
const LINGER: &str = "6";

/// Stops the server once nobody holds the lock; started with the folder, the folder
/// of the programs, and the command that changes the user.
const WATCHER: &str = r#"
folder=$1; programs=$2; linger=$3; shift 3
while :; do
    sleep "$linger"
    flock --exclusive "$folder/users" true || exit 1
    sleep "$linger"
    exec 9<>"$folder/users"
    if flock --exclusive --nonblock 9; then
        "$@" "$programs/pg_ctl" stop --silent --mode=immediate --pgdata="$folder/data" >/dev/null 2>&1
        rm -rf "$folder/data" "$folder/socket" "$folder/starting" "$folder"/template_*
        exit 0
    fi
    exec 9>&-
done
"#;

/// The running server.
pub struct PostgresServer {
    pub(super) folder: PathBuf,
    /// Held as long as this program lives.
    _user: File,
}

impl PostgresServer {
    /// The server of all tests; starts it if it does not run.
    ///
    /// # Panics
    /// Where PostgreSQL is not installed (`tests/install` does that) or does not start.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<PostgresServer> = OnceLock::new();
        SHARED.get_or_init(Self::join)
    }

    fn join() -> Self {
        let folder = folder();
        fs::create_dir_all(&folder).expect("the folder of the tests' server");
        // In this order: while the watcher stops the server it holds the first lock,
        // and whoever has got it finds the server either running or gone.
        let user = open(&folder.join("users"));
        user.lock_shared().expect("the lock of the server's users");
        let starting = open(&folder.join("starting"));
        starting.lock().expect("the lock of the server's start");
        let server = Self {
            folder,
            _user: user,
        };
        if !server.answers() {
            server.start();
        }
        server
    }

    /// An address of a database of this server.
    pub fn url(&self, role: &str, database: &str) -> String {
        format!(
            "postgres://{role}@localhost/{database}?host={}",
            self.socket().display()
        )
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    fn answers(&self) -> bool {
        Command::new(programs().join("pg_isready"))
            .arg("--quiet")
            .arg("--host")
            .arg(self.socket())
            .status()
            .is_ok_and(|status| status.success())
    }

    fn start(&self) {
        let (data, socket) = (self.folder.join("data"), self.socket());
        for folder in [&data, &socket] {
            // What a machine that was switched off has left.
            let _ = fs::remove_dir_all(folder);
            fs::create_dir_all(folder).expect("a folder of the tests' server");
            give_to_server(folder);
        }
        let mut initdb = as_server("initdb");
        initdb.args([
            "--no-sync",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]);
        initdb
            .arg("--username")
            .arg(SUPERUSER)
            .arg("--pgdata")
            .arg(&data);
        run(initdb);
        settle(&data, &socket, &settings()).expect("the settings of the tests' server");
        let mut start = as_server("pg_ctl");
        start
            .args(["start", "--wait", "--silent", "--pgdata"])
            .arg(&data);
        start.arg("--log").arg(data.join("log"));
        run(start);
        self.watch();
        self.make_roles();
    }

    /// Started in a session of its own, so that a keyboard's interrupt of the tests
    /// does not end it too.
    fn watch(&self) {
        let mut watcher = Command::new("setsid");
        watcher.args(["--fork", "sh", "-c", WATCHER, "watcher"]);
        watcher
            .arg(&self.folder)
            .arg(programs())
            .arg(LINGER)
            .args(user_change());
        watcher.current_dir("/");
        run(watcher);
    }

    fn make_roles(&self) {
        let text = format!("create role {OWNER} login; create role {APPLICATION} login");
        let mut psql = Command::new(programs().join("psql"));
        psql.args([
            "--quiet",
            "--no-psqlrc",
            "--username",
            SUPERUSER,
            "--dbname",
            "postgres",
        ]);
        psql.arg("--host")
            .arg(self.socket())
            .arg("--command")
            .arg(text);
        run(psql);
    }

    /// A connection that may do everything.
    pub(super) async fn superuser(&self) -> PgConnection {
        let url = self.url(SUPERUSER, "postgres");
        PgConnection::connect(&url)
            .await
            .expect("the tests' server")
    }
}

/// What it is set to beside what servers of tests are all set to.
fn settings() -> String {
    let on = env::var("KARTOTEKA_TEST_FSYNC").is_ok_and(|value| value == "on");
    let fsync = if on { "on" } else { "off" };
    format!("max_connections = 400\nfsync = {fsync}\n")
}

/// One folder for each user and each checkout, because another checkout may be at
/// work with other migrations.
fn folder() -> PathBuf {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = fs::metadata(checkout).expect("the folder of the tests");
    env::temp_dir().join(format!("kartoteka-postgres-{}-{}", user_id(), found.ino()))
}

/// A file to hold a lock on.
pub(super) fn open(path: &Path) -> File {
    let mut options = File::options();
    options
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .expect("a lock of the tests' server")
}

fn as_server(program: &str) -> Command {
    cluster::as_server(&programs().join(program))
}

fn give_to_server(folder: &Path) {
    cluster::give_to_server(folder).expect("a folder of the tests' server");
}

fn run(mut command: Command) {
    if let Err(said) = cluster::run(&mut command) {
        panic!("{said}");
    }
}

/// Where the newest installed server (15 at least) has its programs.
fn programs() -> &'static Path {
    static PROGRAMS: OnceLock<PathBuf> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        cluster::programs().expect("PostgreSQL 15 or newer is not installed: run tests/install")
    })
}
