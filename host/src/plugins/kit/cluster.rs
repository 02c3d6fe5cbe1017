//! A PostgreSQL server for a while: from the programs of this machine, in a folder of its own, reached by a socket in it.

use std::{
    env,
    fs::{self, File},
    io::Write as _,
    os::unix::{fs::MetadataExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::folder::Folder;

/// The oldest version that the host works on.
const OLDEST: u32 = 15;
/// May do everything on a server that is made here.
pub const SUPERUSER: &str = "postgres";
/// What the host works as.
const ROLE: &str = "kartoteka";
/// How to get it, for who has none.
const NONE: &str = "PostgreSQL 15 or newer is not here: install it (Debian, Ubuntu: `apt-get install postgresql`; \
    the server itself need not run), or name an empty database by --database-url";

/// The server. It ends with this.
pub(crate) struct Cluster {
    folder: Folder,
    programs: PathBuf,
}

impl Cluster {
    /// Makes and starts one.
    ///
    /// # Errors
    /// A sentence that says how to get the programs, or what one of them said.
    pub(crate) fn start() -> Result<Self, String> {
        let programs = programs().ok_or(NONE)?;
        let folder = Folder::new("postgres")?;
        // The server's user has to get there.
        set_mode(folder.path(), "711")?;
        let cluster = Self { folder, programs };
        let (data, socket) = (cluster.data(), cluster.socket());
        for folder in [&data, &socket] {
            fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
            give_to_server(folder)?;
        }
        let mut initdb = as_server(&cluster.programs.join("initdb"));
        initdb.args([
            "--no-sync",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]);
        initdb
            .args(["--username", SUPERUSER, "--pgdata"])
            .arg(&data);
        run(&mut initdb)?;
        settle(&data, &socket, "max_connections = 100\nfsync = off\n")?;
        let mut start = as_server(&cluster.programs.join("pg_ctl"));
        start
            .args(["start", "--wait", "--silent", "--pgdata"])
            .arg(&data);
        start.arg("--log").arg(data.join("log"));
        run(&mut start)?;
        cluster.tell("createuser", &[ROLE])?;
        cluster.tell("createdb", &["--owner", ROLE, ROLE])?;
        Ok(cluster)
    }

    /// The address of its one database, which is empty.
    pub(crate) fn url(&self) -> String {
        format!(
            "postgres://{ROLE}@localhost/{ROLE}?host={}",
            self.socket().display()
        )
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("s")
    }

    /// Runs one of its programs that ask it for something.
    fn tell(&self, program: &str, what: &[&str]) -> Result<(), String> {
        let mut command = Command::new(self.programs.join(program));
        command.args(["--username", SUPERUSER, "--host"]);
        run(command.arg(self.socket()).args(what))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = as_server(&self.programs.join("pg_ctl"));
        stop.args(["stop", "--silent", "--mode=immediate", "--pgdata"])
            .arg(self.data());
        // Where it is gone already there is nothing to stop.
        let _ = run(&mut stop);
    }
}

/// What a server that only its own socket leads to is set to.
///
/// # Errors
/// As the system says.
pub fn settle(data: &Path, socket: &Path, more: &str) -> Result<(), String> {
    let path = data.join("postgresql.conf");
    let said = format!(
        "listen_addresses = ''\nunix_socket_directories = '{}'\nshared_buffers = '64MB'\nautovacuum = off\n{more}",
        socket.display()
    );
    let file = File::options().append(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(said.as_bytes()));
    written.map_err(|e| format!("{}: {e}", path.display()))
}

/// Whose process this is.
pub fn user_id() -> u32 {
    // Where the system does not say it is nobody special.
    fs::metadata("/proc/self").map_or(1, |found| found.uid())
}

/// The command before a command that runs it as one whom the server does not refuse: it will not run as root.
pub fn user_change() -> &'static [&'static str] {
    match user_id() {
        0 => &["runuser", "-u", SUPERUSER, "--"],
        _ => &["env"],
    }
}

/// A program of the server's, run as its user, and not of this terminal's group: an interrupt leaves stopping to us.
pub fn as_server(program: &Path) -> Command {
    let change = user_change();
    let (first, rest) = change.split_first().unwrap_or((&"env", &[]));
    let mut command = Command::new(first);
    command.args(rest).arg(program).current_dir("/");
    command.process_group(0);
    command
}

/// Makes a folder the server's own.
///
/// # Errors
/// As the programs say.
pub fn give_to_server(folder: &Path) -> Result<(), String> {
    if user_id() == 0 {
        let mut chown = Command::new("chown");
        chown.arg(SUPERUSER).arg(folder);
        run(&mut chown)?;
    }
    set_mode(folder, "700")
}

fn set_mode(folder: &Path, mode: &str) -> Result<(), String> {
    let mut chmod = Command::new("chmod");
    chmod.arg(mode).arg(folder);
    run(&mut chmod)
}

/// Runs a program to its end.
///
/// # Errors
/// What it said, where it failed.
pub fn run(command: &mut Command) -> Result<(), String> {
    // Not through pipes: a server would inherit them, and keep whoever reads waiting.
    let folder = Folder::new("said")?;
    let log = folder.path().join("log");
    let failed = |e: std::io::Error| format!("{}: {e}", log.display());
    let output = File::create(&log).map_err(failed)?;
    let errors = output.try_clone().map_err(failed)?;
    let status = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .status();
    let status = status.map_err(|e| format!("{command:?}: {e}"))?;
    match status.success() {
        true => Ok(()),
        false => {
            let said = fs::read_to_string(&log).unwrap_or_default();
            Err(format!("{command:?} failed: {}", said.trim()))
        }
    }
}

/// Where the newest installed server has its programs.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| *version >= OLDEST)
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
    newest.map(|(_, programs)| programs).or_else(in_path)
}
