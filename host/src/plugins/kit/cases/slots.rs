//! Places on pages of others: each answers for a client and for many, in time, and is whole.

use http::Method;
use kartoteka_plugin::{
    Call, Locale,
    manifest::Slot,
    slots::{
        Action, CLIENT_ACTIONS, CLIENT_MARKS, CLIENT_SECTION, Content, Filled, Marks, PHONE_LINK,
        PLACES, PhoneLink, Slots as _,
    },
};

use super::{
    super::{
        document::NOWHERE,
        report::{Ended, Report, Verdict, fault, not},
        stage::{Answer, HOME, OTHER, Stage},
    },
    answers::settled,
    markup::{missing, whole},
    ours,
};

/// So often it is asked before it is called late: the first time a plugin's pages are cold, and machines are busy.
const TRIES: usize = 8;

pub(super) async fn run(stage: &Stage, report: &mut Report) {
    report.group("slots");
    if stage.manifest.slots.is_empty() {
        report.judged(
            "its places on pages",
            Err(not("plugin.toml declares no [[slots]]")),
        );
    }
    for slot in &stage.manifest.slots {
        let name = format!("{} {}", slot.place, slot.id);
        for locale in Locale::ALL {
            report
                .case(
                    format!("{name} in {}, in time", locale.code()),
                    filled(stage, slot, locale),
                )
                .await;
        }
        report
            .case(format!("{name} for a client who is not there"), async {
                let call = stage.call(HOME).await.map_err(ours)?;
                let path = slot.path.replace("{about}", NOWHERE);
                of_nobody(stage, slot, &stage.page_inside(&call, &path).await)
            })
            .await;
        report
            .case(format!("{name} for clients of another salon"), async {
                let client = client(stage)?;
                let call = stage.call(OTHER).await.map_err(ours)?;
                let path = slot.path.replace("{about}", &client);
                let answer = stage.page_inside(&call, &path).await;
                of_nobody(stage, slot, &answer)?;
                let path = slot.path.replace("{about}", NOWHERE);
                let nobodys = stage.page_inside(&call, &path).await;
                match settled(&answer) == settled(&nobodys) {
                    true => Ok(()),
                    false => Err(fault(
                        format!("what is said of nobody: {}", nobodys.brief()),
                        answer.brief(),
                        "every statement names salon_id = $1, and nothing is remembered from salon to salon",
                    )),
                }
            })
            .await;
        report
            .case(format!("{name} for who may not"), async {
                let call = stage
                    .call_of(HOME, Locale::En, |permission| permission != slot.permission)
                    .await?;
                let path = slot.path.replace("{about}", &client(stage)?);
                let answer = stage.page_inside(&call, &path).await;
                match answer.status {
                    403 | 404 | 204 => Ok(()),
                    _ => Err(fault(
                        "403",
                        answer.brief(),
                        format!(
                            "the code of GET {}: ask for {} first",
                            slot.path, slot.permission
                        ),
                    )),
                }
            })
            .await;
        report
            .case(
                format!("{name} for a page of 50 clients"),
                many(stage, slot),
            )
            .await;
    }
}

fn client(stage: &Stage) -> Result<String, Ended> {
    stage
        .things
        .get("client")
        .cloned()
        .ok_or_else(|| not("no client was made"))
}

/// What it fills its place with; nothing where it has nothing to say.
async fn fill(
    stage: &Stage,
    call: &Call,
    slot: &Slot,
    about: &str,
) -> Result<Option<Filled>, Ended> {
    let place = PLACES.iter().find(|place| **place == slot.place);
    let place = *place.ok_or_else(|| ours("there is no such place"))?;
    let desk = &stage.host.salons.shared().slots;
    let mut last = None;
    for _ in 0..TRIES {
        let all = desk.fill(call, &[place], about).await.into_iter();
        last = all
            .into_iter()
            .find(|f| f.feature == stage.id() && f.id == slot.id);
        if !last
            .as_ref()
            .is_some_and(|filled| filled.content == Content::Late)
        {
            break;
        }
        // What was late goes on behind its page, until it is done.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    Ok(last)
}

/// No card is there to be filled: whoever asks gets nothing, or a piece that tells of nobody.
fn of_nobody(stage: &Stage, slot: &Slot, answer: &Answer) -> Verdict {
    let code = format!("the code of GET {}", slot.path);
    match answer.status {
        204 | 404 => return Ok(()),
        200 => {}
        _ => {
            let change = format!("{code}: 404 where there is no such client");
            return Err(fault(
                "404, or a piece that tells of nobody",
                answer.brief(),
                change,
            ));
        }
    }
    if slot.place == CLIENT_SECTION {
        whole(&answer.text(), &slot.path)?;
        return missing(stage, &answer.text(), &slot.path, "en");
    }
    if !takes(&slot.place, &answer.body) {
        let change = format!("{code}: the form that kartoteka_plugin::slots gives");
        return Err(fault(
            format!("what {} takes", slot.place),
            answer.brief(),
            change,
        ));
    }
    let marked = serde_json::from_slice::<Marks>(&answer.body).unwrap_or_default();
    match slot.place == CLIENT_MARKS && marked.values().any(|marks| !marks.is_empty()) {
        false => Ok(()),
        true => Err(fault("no mark", answer.brief(), code)),
    }
}

/// Whether it is what a place takes.
fn takes(place: &str, bytes: &[u8]) -> bool {
    match place {
        CLIENT_ACTIONS => serde_json::from_slice::<Vec<Action>>(bytes).is_ok(),
        CLIENT_MARKS => serde_json::from_slice::<Marks>(bytes).is_ok(),
        PHONE_LINK => serde_json::from_slice::<PhoneLink>(bytes).is_ok(),
        _ => true,
    }
}

/// That what came is what its place takes.
fn sound(slot: &Slot, filled: Option<Filled>) -> Verdict {
    let Some(filled) = filled else {
        return Ok(());
    };
    let place = slot.place.as_str();
    let code = format!("the code of GET {}", slot.path);
    let said = match &filled.content {
        Content::Ready(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Content::Late => {
            return Err(fault(
                "an answer within 150 ms, statements included",
                "none",
                format!("{code}: ask the database less, by keys"),
            ));
        }
        Content::Broken => {
            let change = format!(
                "{code}: 200 with a fragment that is whole in itself, or 204 where there is nothing to say"
            );
            return Err(fault(
                "an answer that can be shown",
                "a failure, or HTML that is not whole",
                change,
            ));
        }
    };
    let right = matches!(&filled.content, Content::Ready(bytes) if takes(place, bytes));
    match right {
        true => Ok(()),
        false => Err(fault(
            format!("what {place} takes"),
            said,
            format!("{code}: the form that kartoteka_plugin::slots gives"),
        )),
    }
}

async fn filled(stage: &Stage, slot: &Slot, locale: Locale) -> Verdict {
    let client = client(stage)?;
    let call = stage.call_of(HOME, locale, |_| true).await?;
    // First as it answers by itself: that says more than that it cannot be shown.
    let about = slot.path.replace("{about}", &client);
    let answer = stage.page_inside(&call, &about).await;
    if ![200, 204].contains(&answer.status) {
        return Err(fault(
            "200 with a fragment, or 204",
            answer.brief(),
            format!("the code of GET {}", slot.path),
        ));
    }
    if slot.place == CLIENT_SECTION {
        whole(&answer.text(), &slot.path)?;
    }
    let filled = fill(stage, &call, slot, &client).await?;
    let content = filled.as_ref().map(|filled| filled.content.clone());
    if answer.status == 200 && content.is_none() {
        return Err(fault(
            "the same piece on a page as by itself",
            "nothing",
            format!("the code of GET {}: the same to whoever asks", slot.path),
        ));
    }
    sound(slot, filled)?;
    if let Some(Content::Ready(bytes)) = content {
        let said = String::from_utf8_lossy(&bytes).into_owned();
        missing(stage, &said, &slot.path, locale.code())?;
    }
    Ok(())
}

async fn many(stage: &Stage, slot: &Slot) -> Verdict {
    if slot.place != CLIENT_MARKS {
        return Err(not("it is about one client at a time"));
    }
    let mut all = vec![client(stage)?];
    for number in 0..49 {
        let made = stage
            .client(&format!("Liste {number}"), &format!("030 7000{number:03}"))
            .await;
        all.push(made.map_err(ours)?);
    }
    let call = stage.call(HOME).await.map_err(ours)?;
    let answer = stage.owner(Method::GET, "/clients?limit=1", None).await;
    if !answer.is_success() {
        return Err(ours(answer.brief()));
    }
    sound(slot, fill(stage, &call, slot, &all.join(",")).await?)
}
