//! Runs a fuzzer of APIs over the whole document, against the host on both engines:
//! `fuzz_api PROGRAMS EXAMPLES`, where `PROGRAMS` is the folder of the fuzzer and of a
//! mail server that throws all away. Ends with failure where anything is found.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
};

use kartoteka_tests::{Process, SALON, Stage};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(programs), Some(examples)) = (arguments.next(), arguments.next()) else {
        eprintln!("fuzz_api PROGRAMS EXAMPLES");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (_mail, port) = mail_server(Path::new(&programs));
    let mut found = false;
    for stage in [Stage::Sqlite, Stage::Postgres] {
        eprintln!("== the API on {stage:?}");
        found |= runtime.block_on(fuzz(stage, Path::new(&programs), &examples, &port));
    }
    ExitCode::from(u8::from(found))
}

/// Ends the mail server with the run.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // Best effort: it holds nothing.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn mail_server(programs: &Path) -> (Ended, String) {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = free.local_addr().expect("its address").port().to_string();
    drop(free);
    let mut server = Command::new(programs.join("python"));
    let place = format!("127.0.0.1:{port}");
    server.args([
        "-m",
        "aiosmtpd",
        "-n",
        "-l",
        &place,
        "-c",
        "aiosmtpd.handlers.Sink",
    ]);
    let server = server.stdout(Stdio::null()).spawn().expect("a mail server");
    (Ended(server), port)
}

/// Whether the fuzzer found anything.
async fn fuzz(stage: Stage, programs: &Path, examples: &str, mail_port: &str) -> bool {
    let mut host = Process::on(stage).await;
    host.order(&[
        "user",
        "create",
        "--email",
        "anna@example.org",
        "--name",
        "Anna",
        "--salon",
        SALON,
    ]);
    host.stop();
    host.start(&[
        ("KARTOTEKA_MAIL__HOST", "127.0.0.1"),
        ("KARTOTEKA_MAIL__PORT", mail_port),
        ("KARTOTEKA_MAIL__ENCRYPTION", "none"),
        ("KARTOTEKA_MAIL__FROM", "salon@example.org"),
    ]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let document = format!("{}/api/openapi.json", host.address());
    let token = format!("Authorization: Bearer {}", host.token);
    let mut fuzzer = Command::new(programs.join("schemathesis"));
    fuzzer.env("SCHEMATHESIS_HOOKS", folder.join("hooks.py"));
    fuzzer
        .arg("--config-file")
        .arg(folder.join("schemathesis.toml"));
    fuzzer.args(["run", &document, "-H", &token, "-n", examples, "--no-color"]);
    let clean = fuzzer.status().expect("the fuzzer").success();
    // A token that was revoked on the way would have made all the rest a run against 401.
    host.get("/clients?limit=1").await.is(200);
    !clean
}
