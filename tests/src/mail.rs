//! A real mail server of one story: it takes what comes and keeps it in a Maildir.

use std::{
    fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use tokio::{io::AsyncReadExt as _, net::TcpStream};

/// The server; ends with its story.
pub struct MailServer {
    child: Child,
    folder: TempDir,
    port: u16,
}

/// A mail as it arrived.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The head, as it came.
    pub head: String,
    /// The body, decoded.
    pub body: String,
}

impl MailServer {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// Where aiosmtpd is not installed; `tests/install` does that.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for mail");
        let port = free_port();
        let server = Self {
            child: run(&folder, port),
            folder,
            port,
        };
        server.greets().await;
        server
    }

    /// Stops it for a while: who connects is refused.
    pub fn pause(&mut self) {
        self.child.kill().expect("to kill");
        self.child.wait().expect("its end");
    }

    /// Starts it again, where it was.
    pub async fn resume(&mut self) {
        self.child = run(&self.folder, self.port);
        self.greets().await;
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits until it says hello.
    async fn greets(&self) {
        let mut hello = [0; 3];
        for _ in 0..600 {
            if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)).await
                && stream.read_exact(&mut hello).await.is_ok()
            {
                assert_eq!(&hello, b"220");
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the mail server does not answer");
    }

    /// What has arrived, in the order in which it came.
    pub fn letters(&self) -> Vec<Letter> {
        let folder = self.folder.path().join("mail/new");
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("a Maildir")
            .flatten()
            .map(|entry| (entry.metadata().and_then(|m| m.modified()).ok(), entry))
            .collect();
        files.sort_by_key(|(at, entry)| (*at, entry.file_name()));
        files
            .into_iter()
            .map(|(_, entry)| fs::read_to_string(entry.path()).expect("a mail"))
            .map(|mail| Letter::read(&mail.replace("\r\n", "\n")))
            .collect()
    }
}

fn run(folder: &TempDir, port: u16) -> Child {
    let mut command = Command::new("aiosmtpd");
    command
        .args(["--nosetuid", "--listen", &format!("127.0.0.1:{port}")])
        .args(["--class", "aiosmtpd.handlers.Mailbox"])
        .arg(folder.path().join("mail"))
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command.spawn().expect("aiosmtpd: run tests/install")
}

/// A server that refuses for good whoever is called `gone`, for now whoever is called `full`,
/// answers for whoever is called `held` only when it is told to, and takes all else; and what it
/// was asked to take mails for, each time.
pub mod refusing {
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        net::{TcpListener, TcpStream},
        sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
    };

    static ASKED: Mutex<Vec<String>> = Mutex::new(Vec::new());
    static LET_GO: (Mutex<Vec<String>>, Condvar) = (Mutex::new(Vec::new()), Condvar::new());

    /// Where it listens: one server of this program.
    pub fn port() -> u16 {
        static PORT: OnceLock<u16> = OnceLock::new();
        *PORT.get_or_init(|| {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            let port = listener.local_addr().expect("an address").port();
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    // It breaks off as it likes.
                    std::thread::spawn(move || drop(serve(stream)));
                }
            });
            port
        })
    }

    /// How often it was asked for this address.
    pub fn asked_for(address: &str) -> usize {
        lock(&ASKED)
            .iter()
            .filter(|known| *known == address)
            .count()
    }

    /// Answers for an address that is held.
    pub fn let_go(address: &str) {
        lock(&LET_GO.0).push(address.to_owned());
        LET_GO.1.notify_all();
    }

    fn held(address: &str) {
        let mut let_go = lock(&LET_GO.0);
        while !let_go.iter().any(|known| known == address) {
            let_go = LET_GO
                .1
                .wait(let_go)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(list: &Mutex<Vec<String>>) -> MutexGuard<'_, Vec<String>> {
        list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(stream: TcpStream) -> std::io::Result<()> {
        let mut out = stream.try_clone()?;
        out.write_all(b"220 here\r\n")?;
        let mut lines = BufReader::new(stream).lines();
        while let Some(line) = lines.next().transpose()? {
            let answer: &[u8] = match line.get(..4).unwrap_or_default() {
                "RCPT" => {
                    let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                    lock(&ASKED).push(address.to_owned());
                    match address.split('-').next() {
                        Some("held") => {
                            held(address);
                            b"250 fine\r\n"
                        }
                        Some("gone") => b"550 nobody of that name\r\n",
                        Some("full") => b"452 no room for now\r\n",
                        _ => b"250 fine\r\n",
                    }
                }
                "DATA" => {
                    out.write_all(b"354 go on\r\n")?;
                    for line in lines.by_ref() {
                        if line? == "." {
                            break;
                        }
                    }
                    b"250 kept\r\n"
                }
                _ => b"250 fine\r\n",
            };
            out.write_all(answer)?;
        }
        Ok(())
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Letter {
    fn read(mail: &str) -> Self {
        let (head, body) = mail.split_once("\n\n").expect("a head and a body");
        let body = if head.contains("Content-Transfer-Encoding: quoted-printable") {
            unquoted(body)
        } else {
            body.to_owned()
        };
        Self {
            head: head.to_owned(),
            body,
        }
    }

    /// A line of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mark = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&mark))
    }

    /// The path of the link in it.
    #[track_caller]
    pub fn link(&self, address: &str) -> String {
        let found = self.body.split_whitespace().find_map(|word| {
            let path = word.strip_prefix(address)?;
            path.starts_with('/').then(|| path.to_owned())
        });
        found.unwrap_or_else(|| panic!("no link to {address} in {}", self.body))
    }
}

/// Undoes quoted-printable.
fn unquoted(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, code) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("a mail in UTF-8")
}

/// A port that nobody listens on at this moment.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
