//! The way out for mail: SMTP, plain text, nothing that tells whether it was read.

use std::{future::Future, sync::Arc, time::Duration};

use http::StatusCode;
use kartoteka_plugin::{Error, Result};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, watch};

use crate::region::new_secret;

/// Mails under way at one time.
const AT_ONCE: usize = 32;
/// For so long a server is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pauses before a mail is tried again.
const AGAIN: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(15)];

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// Not at all; for a server on the same machine.
    None,
    /// Begun in the clear, then switched over; required (port 587).
    #[default]
    Starttls,
    /// From the first byte (port 465).
    Tls,
}

/// Where mail goes out.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: MailTls,
    /// The account, where the server asks for one.
    pub user: Option<String>,
    /// The account's password.
    pub password: Option<String>,
    /// Who mails are from: `Kartoteka <no-reply@example.org>`.
    pub from: String,
}

/// A mail to one person.
#[derive(Default)]
pub(crate) struct Mail {
    pub(crate) to: String,
    /// Empty where it is not known.
    pub(crate) to_name: String,
    /// The name before the host's address; empty: the one that the operator set.
    pub(crate) from_name: String,
    /// Where answers go, where that is not the host's address.
    pub(crate) reply_to: Option<String>,
    pub(crate) subject: String,
    pub(crate) body: String,
}

/// Why a mail was not sent, without any address in it.
pub(crate) struct Unsent {
    /// For the log.
    pub(crate) cause: String,
    /// Whether trying again changes nothing.
    pub(crate) for_good: bool,
    /// Whether it would be so for any mail: the server is away, or does not take us.
    pub(crate) of_server: bool,
}

struct Out {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Out {
    async fn try_once(&self, message: Message) -> Result<(), Unsent> {
        let sent = self.transport.send(message).await;
        sent.map(drop).map_err(|error| Unsent {
            cause: describe(&error),
            // What we cannot even ask the server for: an address it has no way to take.
            for_good: error.is_client() || error.is_permanent() && !is_about_us(&error),
            of_server: error.status().is_none() && !error.is_client() || is_about_us(&error),
        })
    }
}

/// Whether the server refuses us and not the mail: a wrong password is put right in the end.
fn is_about_us(error: &lettre::transport::smtp::Error) -> bool {
    let code = error.status().map(u16::from);
    code.is_some_and(|code| matches!(code, 421 | 454 | 530 | 534 | 535 | 538))
}

/// Whether `text` is an address that mail can be sent to.
pub(crate) fn is_address(text: &str) -> bool {
    text.parse::<Address>().is_ok()
}

/// Sends mails, or refuses to where no server is set.
#[derive(Clone)]
pub struct Mailer {
    out: Option<Arc<Out>>,
    slots: Arc<Semaphore>,
    under_way: Arc<watch::Sender<usize>>,
}

/// One piece of work under way, however it ends.
pub(crate) struct UnderWay(Arc<watch::Sender<usize>>);

impl UnderWay {
    fn begin(count: &Arc<watch::Sender<usize>>) -> Self {
        count.send_modify(|count| *count += 1);
        Self(count.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

impl Mailer {
    /// A mailer with these settings; without them every mail is refused with 503
    /// `mail_not_set_up`.
    ///
    /// # Errors
    /// A sentence for the operator that names the wrong setting.
    pub fn new(settings: Option<MailSettings>) -> Result<Self, String> {
        let out = settings.as_ref().map(connect).transpose()?;
        Ok(Self {
            out: out.map(Arc::new),
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            under_way: Arc::default(),
        })
    }

    /// Whether mails can be sent at all.
    ///
    /// # Errors
    /// 503 `mail_not_set_up`.
    pub(crate) fn ready(&self) -> Result<()> {
        self.out().map(drop)
    }

    fn out(&self) -> Result<&Arc<Out>> {
        self.out.as_ref().ok_or_else(|| {
            tracing::warn!("a mail was refused: no mail server is set (mail.host, mail.from)");
            Error::new(StatusCode::SERVICE_UNAVAILABLE, "mail_not_set_up")
        })
    }

    /// Sends a mail, trying again after failures that may pass.
    ///
    /// # Errors
    /// 503 `mail_not_set_up`; internal, without any address in its cause.
    pub(crate) async fn send(&self, mail: Mail) -> Result<()> {
        let out = self.out()?;
        let message = message(&out.from, mail)?;
        let mut pauses = AGAIN.into_iter();
        loop {
            let Err(unsent) = out.try_once(message.clone()).await else {
                return Ok(());
            };
            match pauses.next() {
                Some(pause) if !unsent.for_good => tokio::time::sleep(pause).await,
                _ => return Err(Error::internal(unsent.cause)),
            }
        }
    }

    /// Tries once to send a mail.
    ///
    /// # Errors
    /// What stands against it, and whether that may pass.
    pub(crate) async fn try_once(&self, mail: Mail) -> Result<(), Unsent> {
        let failed = |for_good: bool| {
            move |error: Error| Unsent {
                cause: error.cause.as_deref().unwrap_or(&error.code).to_owned(),
                for_good,
                of_server: !for_good,
            }
        };
        let out = self.out().map_err(failed(false))?;
        let message = message(&out.from, mail).map_err(failed(true))?;
        out.try_once(message).await
    }

    /// Says that something is under way until what this gives is dropped; the host's end waits
    /// for it.
    pub(crate) fn begin(&self) -> UnderWay {
        UnderWay::begin(&self.under_way)
    }

    /// Sends a mail after the answer; a failure is in the log alone.
    pub(crate) fn post(&self, mail: Mail) {
        let mailer = self.clone();
        self.afterwards(async move {
            if let Err(error) = mailer.send(mail).await {
                tracing::error!(cause = error.cause.as_deref(), "a mail could not be sent");
            }
        });
    }

    /// Does what need not be waited for by who asked; the host's end waits for it.
    pub(crate) fn afterwards(&self, work: impl Future<Output = ()> + Send + 'static) {
        let under_way = UnderWay::begin(&self.under_way);
        let slots = self.slots.clone();
        tokio::spawn(async move {
            let _under_way = under_way;
            let _slot = slots.acquire_owned().await;
            work.await;
        });
    }

    /// Waits until what is under way is done.
    pub(crate) async fn drain(&self) {
        // Fails only once the sender is gone, and `self` holds it.
        let _ = self
            .under_way
            .subscribe()
            .wait_for(|count| *count == 0)
            .await;
    }
}

fn connect(settings: &MailSettings) -> Result<Out, String> {
    let from = settings.from.parse();
    let from = from.map_err(|e| format!("mail.from is no address: {e}"))?;
    let parameters = || {
        TlsParameters::new(settings.host.clone())
            .map_err(|e| format!("mail.host {}: {e}", settings.host))
    };
    let tls = match settings.tls {
        MailTls::None => Tls::None,
        MailTls::Starttls => Tls::Required(parameters()?),
        MailTls::Tls => Tls::Wrapper(parameters()?),
    };
    let mut builder =
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str())
            .port(settings.port)
            .timeout(Some(PATIENCE))
            .tls(tls);
    match (&settings.user, &settings.password) {
        (Some(user), Some(password)) => {
            let credentials = Credentials::new(user.clone(), password.clone());
            builder = builder.credentials(credentials);
        }
        (None, None) => {}
        _ => return Err("mail.user and mail.password belong together".to_owned()),
    }
    let transport = builder.build();
    Ok(Out { transport, from })
}

fn message(from: &Mailbox, mail: Mail) -> Result<Message> {
    let odd = |_| Error::internal("a mail cannot be addressed");
    let address: Address = mail.to.parse().map_err(odd)?;
    let name = Some(mail.to_name).filter(|name| !name.is_empty());
    let id = format!("<{}@{}>", new_secret()?, from.email.domain());
    let from = match mail.from_name.is_empty() {
        true => from.clone(),
        false => Mailbox::new(Some(mail.from_name), from.email.clone()),
    };
    let mut builder = Message::builder()
        .from(from)
        .to(Mailbox::new(name, address))
        .subject(mail.subject)
        .message_id(Some(id))
        .header(ContentType::TEXT_PLAIN);
    if let Some(reply_to) = mail.reply_to {
        let address: Address = reply_to.parse().map_err(odd)?;
        builder = builder.reply_to(Mailbox::new(None, address));
    }
    builder
        .body(mail.body)
        .map_err(|error| Error::internal(format!("a mail cannot be written: {error}")))
}

/// What went wrong, without the server's own words: they may repeat the address.
fn describe(error: &lettre::transport::smtp::Error) -> String {
    let kind = if error.is_timeout() {
        "the mail server did not answer in time"
    } else if error.is_permanent() {
        "the mail server refused"
    } else if error.is_transient() {
        "the mail server refused for now"
    } else if error.is_tls() {
        "the mail server's certificate or encryption does not fit"
    } else {
        "the mail server could not be reached or understood"
    };
    match error.status() {
        Some(code) => format!("{kind} ({code})"),
        None => kind.to_owned(),
    }
}
