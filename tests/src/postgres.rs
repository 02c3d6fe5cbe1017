//! PostgreSQL for the tests: one server for all test programs that run at the same
//! time, and a database of its own for each test.
//!
//! The first program that asks starts the server, in a folder of the system's
//! temporary files, reachable through a socket in that folder alone. Each program
//! holds a shared lock on a file there as long as it lives, and a small watcher
//! stops the server and removes the folder when nobody has held it for some seconds:
//! the kernel frees the lock of a program however it ends, so nothing is left running.
//!
//! The server does not wait for the disk (`fsync=off`), which makes tests several
//! times faster and changes nothing they could observe. `KARTOTEKA_TEST_FSYNC=on`
//! makes it wait, for measuring.

use std::{
    env,
    fs::{self, File},
    io::Write as _,
    os::unix::{fs::MetadataExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    thread,
};

use kartoteka::storage::{
    migrate::{self, EngineKind, MigrationSet},
    postgres::{PostgresOptions, PostgresStore, Walls},
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use uuid::Uuid;

/// Owns the tables and migrates.
const OWNER: &str = "kartoteka_owner";
/// What the host works as.
const APPLICATION: &str = "kartoteka_app";
/// May do everything; for setting a scene.
const SUPERUSER: &str = "postgres";
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
        rm -rf "$folder/data" "$folder/socket"
        exit 0
    fi
    exec 9>&-
done
"#;

/// The running server.
pub struct PostgresServer {
    folder: PathBuf,
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
        let mut settings = File::options()
            .append(true)
            .open(data.join("postgresql.conf"))
            .expect("the settings of the tests' server");
        settings
            .write_all(self.settings().as_bytes())
            .expect("writing the settings");
        let mut start = as_server("pg_ctl");
        start
            .args(["start", "--wait", "--silent", "--pgdata"])
            .arg(&data);
        start.arg("--log").arg(data.join("log"));
        run(start);
        self.watch();
        self.make_roles();
    }

    fn settings(&self) -> String {
        let fsync = if env::var("KARTOTEKA_TEST_FSYNC").is_ok_and(|value| value == "on") {
            "on"
        } else {
            "off"
        };
        format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 400\n\
             fsync = {fsync}\nshared_buffers = '64MB'\nautovacuum = off\n",
            self.socket().display()
        )
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

    async fn superuser(&self) -> PgConnection {
        let url = self.url(SUPERUSER, "postgres");
        PgConnection::connect(&url)
            .await
            .expect("the tests' server")
    }
}

/// One folder for each user and each checkout, because another checkout may be at
/// work with other migrations.
fn folder() -> PathBuf {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = fs::metadata(checkout).expect("the folder of the tests");
    env::temp_dir().join(format!("kartoteka-postgres-{}-{}", user_id(), found.ino()))
}

fn open(path: &Path) -> File {
    let mut options = File::options();
    options
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .expect("a lock of the tests' server")
}

/// Whose process this is.
fn user_id() -> u32 {
    fs::metadata("/proc/self").expect("this process").uid()
}

/// The command before a command that runs it as one whom the server does not refuse:
/// it will not run as root.
fn user_change() -> &'static [&'static str] {
    if user_id() == 0 {
        &["runuser", "-u", SUPERUSER, "--"]
    } else {
        &["env"]
    }
}

fn as_server(program: &str) -> Command {
    let change = user_change();
    let mut command = Command::new(change[0]);
    command
        .args(&change[1..])
        .arg(programs().join(program))
        .current_dir("/");
    // Not of the tests' group, so that an interrupt leaves stopping to the watcher.
    command.process_group(0);
    command
}

fn give_to_server(folder: &Path) {
    if user_id() == 0 {
        let mut chown = Command::new("chown");
        chown.arg(SUPERUSER).arg(folder);
        run(chown);
    }
    let mut chmod = Command::new("chmod");
    chmod.arg("700").arg(folder);
    run(chmod);
}

fn run(mut command: Command) {
    // Not through pipes: the server would inherit them, and keep whoever reads waiting.
    let log = env::temp_dir().join(format!("kartoteka-postgres-{}.log", std::process::id()));
    let output = File::create(&log).expect("a log of the tests' server");
    let errors = output.try_clone().expect("a log of the tests' server");
    let status = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .status();
    let said = fs::read_to_string(&log).unwrap_or_default();
    let _ = fs::remove_file(&log);
    assert!(
        status.is_ok_and(|status| status.success()),
        "{command:?} failed: {said}"
    );
}

/// Where the newest installed server (15 at least) has its programs.
fn programs() -> &'static Path {
    static PROGRAMS: OnceLock<PathBuf> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let versions = fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten();
        let newest = versions
            .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
            .filter(|version| *version >= 15)
            .map(|version| {
                (
                    version,
                    PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")),
                )
            })
            .filter(|(_, programs)| programs.join("initdb").exists())
            .max();
        let in_path = || {
            let path = env::var_os("PATH")?;
            env::split_paths(&path).find(|folder| folder.join("initdb").exists())
        };
        newest
            .map(|(_, programs)| programs)
            .or_else(in_path)
            .expect("PostgreSQL 15 or newer is not installed: run tests/install")
    })
}

/// A database of one test, dropped with it.
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// With all tables of the region and of core, and their walls.
    pub async fn new() -> Self {
        let region = [migrate::region(EngineKind::Postgres)];
        let salon = [migrate::core(EngineKind::Postgres)];
        Self::migrated(&region, &salon).await
    }

    /// With the tables of these migrations, and their walls. The database is cloned
    /// from a template that the first test with the same migrations makes.
    pub async fn migrated(region: &[MigrationSet], salon: &[MigrationSet]) -> Self {
        let server = PostgresServer::shared();
        let template = template_name(region, salon);
        let lock = open(&server.folder.join(&template));
        // Waits for another program that is making the same template.
        let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock));
        let lock = lock
            .await
            .expect("waiting for a template")
            .expect("the lock of a template");
        let mut connection = server.superuser().await;
        let known: bool =
            sqlx::query_scalar("select exists(select from pg_database where datname = $1)")
                .bind(&template)
                .fetch_one(&mut connection)
                .await
                .expect("the databases");
        if !known {
            make_template(server, &mut connection, &template, region, salon).await;
        }
        drop(lock);
        Self::create(&mut connection, &template).await
    }

    /// Without any table.
    pub async fn empty() -> Self {
        let mut connection = PostgresServer::shared().superuser().await;
        Self::create(&mut connection, "template1").await
    }

    /// As [`new`](Self::new), but with every policy switched off: nothing but the
    /// statements themselves keeps salons apart. Open it with [`Walls::Absent`].
    pub async fn without_policies() -> Self {
        let database = Self::new().await;
        database.switch_policies_off().await;
        database
    }

    /// Switches the policies of all tables off, as their owner.
    pub async fn switch_policies_off(&self) {
        let mut owner = PgConnection::connect(&self.migration_url())
            .await
            .expect("the owner");
        let tables: Vec<String> = sqlx::query_scalar(
            "select relname::text from pg_class
              where relrowsecurity and relnamespace = current_schema()::regnamespace",
        )
        .fetch_all(&mut owner)
        .await
        .expect("the tables");
        for table in tables {
            let text = format!("alter table \"{table}\" disable row level security");
            owner
                .execute(sqlx::raw_sql(AssertSqlSafe(text)))
                .await
                .expect("switching off");
        }
    }

    async fn create(connection: &mut PgConnection, template: &str) -> Self {
        let name = format!("test_{}", Uuid::now_v7().simple());
        let text = format!("create database {name} owner {OWNER} template {template}");
        connection
            .execute(sqlx::raw_sql(AssertSqlSafe(text)))
            .await
            .expect("a test's database");
        Self { name }
    }

    /// The address for the application's role.
    pub fn database_url(&self) -> String {
        PostgresServer::shared().url(APPLICATION, &self.name)
    }

    /// The address for the role that owns the tables.
    pub fn migration_url(&self) -> String {
        PostgresServer::shared().url(OWNER, &self.name)
    }

    /// The address for a role that may do everything, for setting a scene.
    pub fn superuser_url(&self) -> String {
        PostgresServer::shared().url(SUPERUSER, &self.name)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let text = format!("drop database if exists {} with (force)", self.name);
        // A thread with a runtime of its own, because a test's own may be ending. What
        // cannot be dropped goes with the server.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                let mut connection = PostgresServer::shared().superuser().await;
                let _ = connection.execute(sqlx::raw_sql(AssertSqlSafe(text))).await;
                let _ = connection.close().await;
            });
            std::io::Result::Ok(())
        });
        let _ = dropping.join();
    }
}

/// Migrated under another name first, so that a template is either whole or not there.
async fn make_template(
    server: &PostgresServer,
    connection: &mut PgConnection,
    template: &str,
    region: &[MigrationSet],
    salon: &[MigrationSet],
) {
    let unfinished = TestDatabase::create(connection, "template1").await;
    let options = PostgresOptions {
        max_connections: 2,
        walls: Walls::Required,
    };
    let store = PostgresStore::connect(
        &unfinished.database_url(),
        Some(&server.url(OWNER, &unfinished.name)),
        options,
        region,
        salon,
    )
    .await
    .expect("migrating a template");
    assert_eq!(store.failed_migrations(), [], "migrations of a template");
    store.close().await;
    let text = format!("alter database {} rename to {template}", unfinished.name);
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(text)))
        .await
        .expect("naming a template");
}

/// By the files themselves, so that a changed file makes a new template.
fn template_name(region: &[MigrationSet], salon: &[MigrationSet]) -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    for set in region.iter().chain(salon) {
        set.module.hash(&mut hasher);
        for file in &set.migrations {
            (&file.name, file.hash()).hash(&mut hasher);
        }
    }
    format!("template_{:016x}", hasher.finish())
}
