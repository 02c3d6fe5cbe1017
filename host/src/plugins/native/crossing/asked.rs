//! Services that a plugin asks by JSON.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::{collections::HashMap, mem::size_of, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use kartoteka_abi::{
    self as abi, Buf, Out as _, Slice, Stream, Task,
    services::{Ask, Reply, Tx as RawTx},
};
use kartoteka_plugin::{
    BoxFuture, Error, Result,
    contacts::{ContactKey, ContactKind},
    mail::Mail,
    native::wire,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    call::{self, HostCall},
    database::gives,
    files,
    limits::MOST_JSON,
    outside,
    transaction::{HostTx, kept_tx},
};

/// What a service is asked.
pub(super) struct Asked {
    pub(super) call: Arc<HostCall>,
    tx: Option<Arc<HostTx>>,
    question: Json,
    pub(super) body: Buf,
    pub(super) more: Stream,
}

pub(super) type Answering = BoxFuture<'static, Result<Reply>>;

/// A service of this kind.
pub(super) trait Service {
    fn answer(asked: Asked) -> Answering;
}

/// The service of this name.
pub(super) fn service(name: &str) -> Option<&'static Ask> {
    const fn of<S: Service>() -> Ask {
        Ask {
            struct_size: size_of::<Ask>(),
            ask: ask::<S>,
        }
    }
    macro_rules! named {
        ($($name:literal $service:ty),* $(,)?) => {
            match name {
                $($name => {
                    static ASK: Ask = of::<$service>();
                    Some(&ASK)
                })*
                _ => None,
            }
        };
    }
    named! {
        "kartoteka.api/1" outside::Api,
        "kartoteka.contacts/1" Contacts,
        "kartoteka.directory/1" Directory,
        "kartoteka.facts/1" Facts,
        "kartoteka.hooks/1" Hooks,
        "kartoteka.hosts/1" Hosts,
        "kartoteka.http/1" outside::Http,
        "kartoteka.mail/1" Mails,
        "kartoteka.marks/1" Marks,
        "kartoteka.objects/1" files::Objects,
        "kartoteka.scratch/1" files::Scratch,
        "kartoteka.settings/1" Settings,
        "kartoteka.wake_ups/1" WakeUps,
        "kartoteka.workers/1" files::Workers,
        "kartoteka.workplace/1" Workplace,
    }
}

unsafe extern "C" fn ask<S: Service>(
    call: *const abi::Call,
    tx: *mut RawTx,
    question: Slice,
    body: *mut Buf,
    more: *mut Stream,
    task: *mut Task,
) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    gives(task, || unsafe {
        let asked = Asked {
            call: call::kept(call)?,
            tx: kept_tx(tx).map(|(tx, _)| tx),
            question: serde_json::from_slice(question.bytes()).ok()?,
            body: body.as_mut().map_or(Buf::EMPTY, Buf::take),
            more: more.as_mut().map_or(Stream::NONE, Stream::take),
        };
        let (call, within) = (asked.call.clone(), asked.tx.is_some());
        let answer = S::answer(asked);
        let answer = async { answer.await.map_err(|error| wire::error_to_json(&error)) };
        Some(match within {
            true => call.task_of_tx::<Reply>(answer),
            false => call.task::<Reply>(answer),
        })
    })
}

impl Asked {
    /// The question as a `T`.
    pub(super) fn read<T: DeserializeOwned>(&mut self) -> Result<T> {
        let read = serde_json::from_value(self.question.take());
        read.map_err(|error| Error::internal(format!("a question of a plugin is none: {error}")))
    }

    fn within(&self) -> Result<Arc<HostTx>> {
        let tx = self.tx.clone();
        tx.ok_or_else(|| Error::internal("it is asked inside a transaction"))
    }

    /// The body, in one.
    pub(super) fn bytes(&mut self) -> Bytes {
        Bytes::from_owner(self.body.take())
    }
}

/// An answer of JSON alone.
pub(super) fn reply(answer: &impl Serialize) -> Result<Reply> {
    let json = serde_json::to_vec(answer);
    let json = json.map_err(|_| Error::internal("an answer is no JSON"))?;
    if json.len() > MOST_JSON {
        return Err(Error::internal("an answer of more than 16 MB of JSON"));
    }
    let mut reply = Reply::blank();
    reply.json = json.into();
    Ok(reply)
}

struct Settings;

#[derive(Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
enum OfSettings {
    Values,
    Secret { name: String },
}

impl Service for Settings {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let call = asked.call.clone();
            let id = call.plugin.id;
            match (asked.read()?, asked.within()) {
                (OfSettings::Values, Err(_)) => reply(&call.call.settings::<Json>(id).await?),
                (OfSettings::Values, Ok(tx)) => {
                    let values = tx.within(move |tx| {
                        Box::pin(async move { call.call.settings_in::<Json>(tx, id).await })
                    });
                    reply(&values.await??)
                }
                (OfSettings::Secret { name }, _) => reply(&call.call.secret(id, &name).await?),
            }
        })
    }
}

struct Mails;

#[derive(Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
enum OfMail {
    Ready,
    Send {
        to: String,
        client: Option<Uuid>,
        subject: String,
        text: String,
        reply_to: Option<String>,
    },
}

impl Service for Mails {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let call = asked.call.clone();
            let mail = match asked.read()? {
                OfMail::Ready => return reply(&call.call.mail().ready()?),
                OfMail::Send {
                    to,
                    client,
                    subject,
                    text,
                    reply_to,
                } => Mail {
                    to,
                    client,
                    subject,
                    text,
                    reply_to,
                },
            };
            let tx = asked.within()?;
            let sent =
                tx.within(move |tx| Box::pin(async move { tx.send_mail(&call.call, mail).await }));
            reply(&sent.await??)
        })
    }
}

struct WakeUps;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfWakeUps {
    name: String,
    at: DateTime<Utc>,
}

impl Service for WakeUps {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let OfWakeUps { name, at } = asked.read()?;
            let name = asked.call.plugin.wake_up(&name);
            let name = name.ok_or_else(|| Error::internal("a wake-up that nobody declares"))?;
            reply(&asked.call.call.wake(name, at).await?)
        })
    }
}

struct Directory;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfDirectory {
    actors: Vec<String>,
}

impl Service for Directory {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let OfDirectory { actors } = asked.read()?;
            reply(&asked.call.call.directory().names(&actors).await?)
        })
    }
}

struct Contacts;

#[derive(Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
enum OfContacts {
    Read { kind: ContactKind, text: String },
    Show { contact: ContactKey },
}

impl Service for Contacts {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let call = &asked.call.clone().call;
            match asked.read()? {
                OfContacts::Read { kind, text } => reply(&call.contact(kind, &text)),
                OfContacts::Show { contact } => reply(&call.show_contact(&contact)),
            }
        })
    }
}

struct Facts;

#[derive(Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
enum OfFacts {
    Names,
    Values {
        facts: Vec<String>,
        clients: Vec<Uuid>,
    },
}

impl Service for Facts {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let call = &asked.call.clone().call;
            let (facts, clients) = match asked.read()? {
                OfFacts::Names => return reply(&call.fact_names()),
                OfFacts::Values { facts, clients } => (facts, clients),
            };
            let names: Vec<&str> = facts.iter().map(String::as_str).collect();
            let sheet = call.facts(&names, &clients).await?;
            let mut all: HashMap<&str, HashMap<Uuid, &Json>> = HashMap::new();
            for fact in names {
                let of = |client: &Uuid| Some((*client, sheet.of(*client, fact)?));
                let known: HashMap<_, _> = clients.iter().filter_map(of).collect();
                all.insert(fact, known);
            }
            reply(&all)
        })
    }
}

struct Hooks;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfHooks {
    hook: String,
    question: Json,
}

impl Service for Hooks {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let OfHooks { hook, question } = asked.read()?;
            let (call, tx) = (asked.call.clone(), asked.within()?);
            let hook = call.plugin.hook(&hook);
            let hook = hook.ok_or_else(|| Error::internal("a hook that nobody declares"))?;
            let answers = tx.within(move |tx| {
                Box::pin(async move { call.call.ask(tx, hook, &question).await })
            });
            let answers = answers.await??;
            let answers = answers.into_iter().map(|one| (one.feature, one.answer));
            reply(&answers.collect::<Vec<_>>())
        })
    }
}

struct Hosts;

#[derive(Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
enum OfHosts {
    This,
    Alive { host: Uuid },
}

impl Service for Hosts {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let jobs = asked.call.clone();
            match asked.read()? {
                OfHosts::This => reply(&jobs.call.jobs().host()),
                OfHosts::Alive { host } => reply(&jobs.call.jobs().alive(host).await),
            }
        })
    }
}

struct Marks;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfMarks {
    /// Ids, with commas between.
    clients: String,
}

impl Service for Marks {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let OfMarks { clients } = asked.read()?;
            let clients = clients.split(',').filter_map(|id| id.parse().ok());
            let clients: Vec<Uuid> = clients.collect();
            reply(&asked.call.call.marks(&clients).await)
        })
    }
}

struct Workplace;

#[derive(Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
enum OfWorkplace {
    Get,
    Set { settings: Json },
}

impl Service for Workplace {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let call = asked.call.clone();
            let workplace = call.call.workplace();
            let workplace = workplace.ok_or_else(|| Error::internal("there is no workplace"))?;
            match asked.read()? {
                OfWorkplace::Get => reply(&workplace.get(call.plugin.id).await?),
                OfWorkplace::Set { settings } => {
                    reply(&workplace.set(call.plugin.id, &settings).await?)
                }
            }
        })
    }
}
