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
        let mut command = Command::new("aiosmtpd");
        command
            .args(["--nosetuid", "--listen", &format!("127.0.0.1:{port}")])
            .args(["--class", "aiosmtpd.handlers.Mailbox"])
            .arg(folder.path().join("mail"))
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let child = command.spawn().expect("aiosmtpd: run tests/install");
        let server = Self {
            child,
            folder,
            port,
        };
        server.greets().await;
        server
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
