//! What others ask the plugin inside their transactions: answered in time and by its schema, whoever asks and
//! whatever becomes of the transaction.

mod asked;

use futures_util::FutureExt as _;
use kartoteka_plugin::Locale;
use serde_json::{Value, json};

use super::{
    super::{
        document::NOWHERE,
        report::{Ended, Report, Verdict, fault, not},
        stage::{HOME, OTHER, Stage},
    },
    answers::timeless_text,
    ours, unchanged,
};

pub(super) use asked::Asked;

pub(super) async fn run(stage: &Stage, report: &mut Report) {
    report.group("hooks");
    if stage.manifest.answers.is_empty() {
        report.judged(
            "its answers",
            Err(not("plugin.toml declares no [[answers]]")),
        );
    }
    for answers in &stage.manifest.answers {
        let name = &answers.hook;
        let Ok(asked) = Asked::of(stage, answers) else {
            let nobody = "nobody asks it here";
            report.judged(format!("{name} about a client"), Err(not(nobody)));
            continue;
        };
        for (whom, id) in [
            ("a client", None),
            ("a client who is not there", Some(NOWHERE)),
        ] {
            let case = format!("{name} about {whom}, in time and rolled back");
            report.case(case, asked.rolled_back(id)).await;
        }
        for (what, work) in [
            (
                "by who may do nothing here",
                asked.by_who_may_nothing().boxed(),
            ),
            (
                "again, after a transaction that was refused",
                asked.refused_afterwards().boxed(),
            ),
            (
                "three times in one transaction",
                asked.three_times().boxed(),
            ),
            (
                "in transactions that are committed",
                asked.committed().boxed(),
            ),
            (
                "about a client of another salon",
                asked.of_another_salon().boxed(),
            ),
            (
                "by a question that does not fit its schema",
                asked.malformed().boxed(),
            ),
        ] {
            report.case(format!("{name} {what}"), work).await;
        }
    }
}

impl Asked<'_> {
    async fn rolled_back(&self, id: Option<&str>) -> Verdict {
        let id = id.map_or_else(|| self.client(), Ok)?;
        let before = self.kept().await?;
        let call = self.call(HOME).await?;
        self.once(&call, id).await?;
        unchanged(&before, &self.kept().await?, &self.change())
    }

    async fn by_who_may_nothing(&self) -> Verdict {
        let call = self.stage.call_of(HOME, Locale::It, |_| false).await?;
        self.once(&call, self.client()?).await.map(drop)
    }

    /// What was answered in it, nothing remembers.
    async fn refused_afterwards(&self) -> Verdict {
        let client = self.stage.client("Verworfen", "030 4141414").await;
        let client = client.map_err(ours)?;
        self.stage.quiet().await;
        let before = self.kept().await?;
        let call = self.call(HOME).await?;
        let first = self.once(&call, &client).await?;
        unchanged(&before, &self.kept().await?, &self.change())?;
        let again = self.once(&call, &client).await?;
        self.same(
            &first,
            &again,
            "keep nothing of a question but in its transaction",
        )
    }

    async fn three_times(&self) -> Verdict {
        match self.thrice().await {
            Err(Ended::Failed(_)) => {
                self.stage.later();
                self.thrice().await
            }
            ended => ended,
        }
    }

    /// What the first changes, the others find changed.
    async fn thrice(&self) -> Verdict {
        let question = self.question(self.client()?);
        let call = self.call(HOME).await?;
        let mut tx = self.begin(&call).await?;
        self.ask(&call, &mut tx, &question).await?;
        let second = self.ask(&call, &mut tx, &question).await?;
        let third = self.ask(&call, &mut tx, &question).await?;
        self.same(
            &second,
            &third,
            "the same question may come more than once in a transaction",
        )
    }

    async fn committed(&self) -> Verdict {
        match self.time_after_time().await {
            Err(Ended::Failed(_)) => {
                self.stage.later();
                self.time_after_time().await
            }
            ended => ended,
        }
    }

    async fn time_after_time(&self) -> Verdict {
        let client = self.stage.client("Beschlossen", "030 4242424").await;
        let client = client.map_err(ours)?;
        if let Some(about) = &self.stage.samples.about_client {
            let mut things = self.stage.things.clone();
            things.insert("client".to_owned(), client.clone());
            self.stage.make(about, &things).await;
        }
        let theirs = self.stage.kept(OTHER).await.map_err(ours)?;
        let call = self.call(HOME).await?;
        let question = self.question(&client);
        let mut last = Value::Null;
        for _ in 0..2 {
            let mut tx = self.begin(&call).await?;
            last = self.ask(&call, &mut tx, &question).await?;
            let done = tx.commit().await;
            done.map_err(|error| {
                let came = self.stage.host.sentence(&error.into());
                fault(
                    "that it can be committed, time after time",
                    came,
                    self.change(),
                )
            })?;
        }
        let again = self.once(&call, &client).await?;
        self.same(
            &last,
            &again,
            "the same question may come in one transaction after the other",
        )?;
        unchanged(
            &theirs,
            &self.stage.kept(OTHER).await.map_err(ours)?,
            "every statement names salon_id = $1",
        )
    }

    async fn of_another_salon(&self) -> Verdict {
        // What it knows of them here is no answer there.
        self.once(&self.call(HOME).await?, self.client()?).await?;
        let before = self.kept().await?;
        let call = self.call(OTHER).await?;
        let theirs = self.once(&call, self.client()?).await?;
        let nobodys = self.once(&call, NOWHERE).await?;
        let change =
            "every statement names salon_id = $1, and nothing is remembered from salon to salon";
        if timeless_text(&theirs.to_string()) != timeless_text(&nobodys.to_string()) {
            return Err(fault(
                format!("what is said of nobody: {nobodys}"),
                theirs.to_string(),
                change,
            ));
        }
        unchanged(&before, &self.kept().await?, change)
    }

    fn same(&self, one: &Value, other: &Value, change: &str) -> Verdict {
        match timeless_text(&one.to_string()) == timeless_text(&other.to_string()) {
            true => Ok(()),
            false => Err(fault(
                format!("the same answer: {one}"),
                other.to_string(),
                format!("the code that answers {}: {change}", self.answers.hook),
            )),
        }
    }

    /// The host asks none of these; a host to come may ask more than this one.
    async fn malformed(&self) -> Verdict {
        let before = self.kept().await?;
        let call = self.call(HOME).await?;
        for question in malformed(&self.question(self.client()?)) {
            let change = format!(
                "the code that answers {} to {question}: an error, or an answer by its schema",
                self.answers.hook
            );
            if let Ok(answer) = self.by_itself(&call, &question).await? {
                self.fits(&answer).map_err(|_| {
                    let expected = "a refusal, or an answer by its schema";
                    fault(expected, answer.to_string(), change)
                })?;
            }
        }
        unchanged(&before, &self.kept().await?, &self.change())
    }
}

/// What no question is: other kinds, members that lack, are of another kind, or more.
fn malformed(question: &Value) -> Vec<Value> {
    let mut all = vec![
        json!({}),
        json!([]),
        Value::Null,
        json!("x"),
        json!({"client_id": "x'; --"}),
    ];
    let members = question.as_object().cloned().unwrap_or_default();
    for name in members.keys() {
        for wrong in [json!({"x": 1}), json!([1]), json!(-1), Value::Null] {
            let mut other = members.clone();
            other.insert(name.clone(), wrong);
            all.push(other.into());
        }
        let mut fewer = members.clone();
        fewer.remove(name);
        all.push(fewer.into());
    }
    let mut more = members;
    more.insert("no_such_member".to_owned(), json!(1));
    all.push(more.into());
    all
}
