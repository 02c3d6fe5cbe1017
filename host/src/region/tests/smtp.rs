//! A mail server of one's own: it takes what comes and keeps it.

use std::sync::Arc;

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Mutex,
};

use crate::mail::{MailSettings, MailTls, Mailer};

/// Mails as they came, decoded.
#[derive(Clone, Default)]
pub(super) struct Inbox(Arc<Mutex<Vec<String>>>);

impl Inbox {
    pub(super) async fn start() -> (Self, Mailer) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let inbox = Self::default();
        let kept = inbox.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let kept = kept.clone();
                tokio::spawn(async move { kept.serve(connection).await });
            }
        });
        let settings = MailSettings {
            host: "127.0.0.1".to_owned(),
            port,
            tls: MailTls::None,
            user: None,
            password: None,
            from: "Kartoteka <no-reply@example.org>".to_owned(),
        };
        (inbox, Mailer::new(Some(settings)).unwrap())
    }

    pub(super) async fn all(&self) -> Vec<String> {
        self.0.lock().await.clone()
    }

    async fn serve(&self, connection: TcpStream) {
        let mut stream = BufReader::new(connection);
        stream.write_all(b"220 here\r\n").await.unwrap();
        let mut line = String::new();
        while stream.read_line(&mut line).await.unwrap() > 0 {
            let answer: &[u8] = match line.get(..4).unwrap_or_default() {
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await.unwrap();
                    let mail = read_mail(&mut stream).await;
                    self.0.lock().await.push(mail);
                    b"250 kept\r\n"
                }
                "QUIT" => b"221 bye\r\n",
                _ => b"250 fine\r\n",
            };
            stream.write_all(answer).await.unwrap();
            line.clear();
        }
    }
}

async fn read_mail(stream: &mut BufReader<TcpStream>) -> String {
    let mut mail = String::new();
    while !mail.ends_with("\r\n.\r\n") {
        stream.read_line(&mut mail).await.unwrap();
    }
    // Soft line breaks of quoted-printable, which long links get.
    mail.replace("=\r\n", "").replace("=3D", "=")
}

/// The path of the link in a mail, below `folder`.
pub(super) fn link(mail: &str, folder: &str) -> String {
    let mark = format!("http://127.0.0.1:8080/{folder}/");
    let rest = mail.split(&mark).nth(1).unwrap();
    rest.chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect()
}
