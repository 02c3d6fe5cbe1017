//! The program as somebody meets it who has just fetched it: started, stopped, and
//! told off, from the command line.

use std::{
    io::Read,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

use kartoteka_tests::{Answer, world::program};
use reqwest::{Client, redirect::Policy};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// As often, and for so long each time, a sign of life is waited for.
const LOOKS: u32 = 6_000;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// A program that was started, and what it has said so far.
struct Running {
    child: Child,
    said: Arc<Mutex<String>>,
    listening: Vec<JoinHandle<()>>,
}

impl Running {
    /// With an environment as a fresh shell has it.
    fn start(mut command: Command, data: &Path) -> Self {
        command.env_clear();
        for name in [
            "PATH",
            "HOME",
            "CARGO_HOME",
            "RUSTUP_HOME",
            "LANG",
            "CARGO_TARGET_DIR",
        ] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("KARTOTEKA_DATA_DIR", data)
            .env("KARTOTEKA_LISTEN", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        let said = Arc::new(Mutex::new(String::new()));
        let output = listen(child.stdout.take().expect("its output"), said.clone());
        let errors = listen(child.stderr.take().expect("its errors"), said.clone());
        Self {
            child,
            said,
            listening: vec![output, errors],
        }
    }

    fn said(&self) -> String {
        self.said.lock().expect("no panic elsewhere").clone()
    }

    /// What stands behind `mark` in what it says, once it says it.
    async fn after(&mut self, mark: &str) -> String {
        for _ in 0..LOOKS {
            let said = self.said();
            let whole = said
                .split(mark)
                .nth(1)
                .and_then(|rest| rest.split_once(char::is_whitespace));
            if let Some((word, _)) = whole {
                return word.to_owned();
            }
            assert!(
                self.child.try_wait().expect("a status").is_none(),
                "it ended: {said}"
            );
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("it never said {mark:?}: {}", self.said());
    }

    fn terminate(&self) {
        let kill = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        assert!(kill.expect("kill").success());
    }

    async fn ends(&mut self) -> ExitStatus {
        for _ in 0..LOOKS {
            if let Some(status) = self.child.try_wait().expect("a status") {
                for listening in self.listening.drain(..) {
                    listening.join().expect("no panic");
                }
                return status;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("it does not end: {}", self.said());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(mut from: impl Read + Send + 'static, said: Arc<Mutex<String>>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(read) = from.read(&mut piece) {
            if read == 0 {
                return;
            }
            let text = String::from_utf8_lossy(&piece[..read]).into_owned();
            said.lock().expect("no panic elsewhere").push_str(&text);
        }
    })
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// The program with these arguments.
fn kartoteka(arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments);
    command
}

fn http() -> Client {
    kartoteka::services::prepare_tls();
    let client = Client::builder().redirect(Policy::none());
    client.build().expect("a client")
}

#[tokio::test]
async fn a_newcomer_runs_the_demonstration_by_cargo() {
    let folder = folder();
    // Built first, so that the pause is not taken for silence.
    program();
    let mut command = Command::new("cargo");
    command
        .args(["run", "--quiet", "--package", "kartoteka", "--", "demo"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let data = folder.path().join("data");
    let mut demo = Running::start(command, &data);
    let address = demo.after("The demonstration salon is at ").await;
    let (email, password) = (
        demo.after("e-mail    ").await,
        demo.after("password  ").await,
    );
    let base = address.strip_suffix("/demo").expect("the salon's address");
    let form = [
        ("email", email),
        ("password", password),
        ("next", "/demo/clients".to_owned()),
    ];
    let entered = http()
        .post(format!("{base}/sign-in"))
        .header("origin", base)
        .form(&form)
        .send();
    let entered = Answer::of(entered.await.expect("an answer")).await;
    let cookie = entered.header("set-cookie").expect("a session").to_owned();
    assert_eq!(entered.leads(), "/demo/clients");
    let path = format!("{base}/api/v1/salons/demo/clients?count=true&limit=1");
    let list = http().get(path).header("cookie", cookie).send().await;
    let list = Answer::of(list.expect("an answer")).await.is(200).json();
    assert_eq!(list["total"], 2000);
    demo.terminate();
    assert!(demo.ends().await.success(), "{}", demo.said());
    assert!(
        data.join("region.db").exists(),
        "all of it stands in the data folder"
    );
}

#[tokio::test]
async fn a_folder_has_one_host_and_stopping_it_drains() {
    let folder = folder();
    let mut host = Running::start(kartoteka(&["serve"]), folder.path());
    let start = host.after("Open ").await;
    let base = start
        .strip_suffix("/start")
        .expect("the address of the first start");
    let code = host.after("enter the code ").await;
    assert_eq!(code.len(), 19, "{code}");
    let mut second = Running::start(kartoteka(&["serve"]), folder.path());
    assert!(!second.ends().await.success());
    let refused = second.said();
    assert!(
        refused.contains("another running Kartoteka serves the data folder"),
        "{refused}"
    );
    // Orders reach the host that runs.
    let order = async |arguments: &[&str]| {
        let mut order = Running::start(kartoteka(arguments), folder.path());
        assert!(order.ends().await.success(), "{}", order.said());
        order
    };
    order(&["salon", "create", "haar", "--name", "Haar"]).await;
    let token = order(&["token", "create", "--salon", "haar"]).await.said();
    let token = token.trim().to_owned();
    assert!(
        token.starts_with("kt_") && token.len() == 46,
        "the token alone: {token}"
    );
    let said = order(&["user", "create", "--email", "a@example.org", "--name", "A"])
        .await
        .said();
    assert!(said.contains("The password, shown this once:"), "{said}");
    for (act, words) in [("disable", "is disabled"), ("enable", "is enabled")] {
        let said = order(&["user", act, "--email", "a@example.org"])
            .await
            .said();
        assert!(said.contains(words), "{said}");
    }
    // A request that is half sent when the host is told to stop is still answered.
    let place = base.strip_prefix("http://").expect("an address");
    let mut request = TcpStream::connect(place).await.expect("the host");
    let body = br#"{"last_name":"Weber"}"#;
    let head = format!(
        "POST /api/v1/salons/haar/clients HTTP/1.1\r\nhost: {place}\r\n\
         authorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    request.write_all(head.as_bytes()).await.expect("sent");
    let mut go_on = [0; 25];
    request.read_exact(&mut go_on).await.expect("it has begun");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    request.write_all(&body[..5]).await.expect("sent");
    host.terminate();
    host.after("stopping: running work may ").await;
    while TcpStream::connect(place).await.is_ok() {
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    request.write_all(&body[5..]).await.expect("sent");
    let mut answer = String::new();
    request
        .read_to_string(&mut answer)
        .await
        .expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert!(host.ends().await.success(), "{}", host.said());
    let said = order(&["doctor"]).await.said();
    assert!(said.contains("salons: 1; users: 1, disabled: 0;"), "{said}");
    // And it is there for the next.
    let mut next = Running::start(kartoteka(&["serve"]), folder.path());
    let url = next.after("url=").await.replace('"', "");
    let found = http()
        .get(format!(
            "{url}/api/v1/salons/haar/clients?q=weber&count=true"
        ))
        .bearer_auth(&token)
        .send();
    let found = Answer::of(found.await.expect("an answer")).await.is(200);
    assert_eq!(found.json()["total"], 1);
}

#[tokio::test]
async fn too_few_open_files_are_said() {
    let folder = folder();
    let mut shell = Command::new("sh");
    let program = program();
    shell
        .args(["-c", "ulimit -n 256; exec \"$0\" serve"])
        .arg(program);
    let mut host = Running::start(shell, folder.path());
    let limit = host.after("the system lets this process open ").await;
    assert_eq!(limit, "256");
    host.after("Open ").await;
}

#[tokio::test]
async fn a_wrong_setting_names_its_key_and_where_it_stands() {
    let folder = folder();
    let file = folder.path().join("own.toml");
    std::fs::write(&file, "[limits]\nimport_rows = \"many\"\n").expect("a file");
    let path = file.to_str().expect("a plain path");
    let mut by_file = Running::start(kartoteka(&["--config", path, "serve"]), folder.path());
    assert!(!by_file.ends().await.success());
    let said = by_file.said();
    assert!(
        said.contains("`limits.import_rows` in ") && said.contains("own.toml"),
        "{said}"
    );
    // By a shell, because what is started here has a fresh environment.
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "KARTOTEKA_REGION=xx exec \"$0\" serve"])
        .arg(program());
    let mut by_variable = Running::start(shell, folder.path());
    assert!(!by_variable.ends().await.success());
    let said = by_variable.said();
    assert!(said.contains("KARTOTEKA_REGION"), "{said}");
    assert!(
        !folder.path().join("region.db").exists(),
        "nothing was made"
    );
}
