//! Asks a hook as whoever declares it does, or past the host.

use std::{panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt as _;
use kartoteka_plugin::{
    Call, Error, Tx,
    db::Claim,
    manifest::{Answers, Hook},
};
use serde_json::{Value, json};

use super::super::{
    super::{
        document::{NOWHERE, most},
        report::{Ended, Verdict, fault, not},
        stage::{HOME, OTHER, Stage},
    },
    ours,
};

/// So many times longer than it says it may take a plugin that is asked without the host's clock.
const PATIENCE: u32 = 8;

/// A hook that the plugin answers, to be asked.
pub(in super::super) struct Asked<'a> {
    pub(super) stage: &'a Stage,
    pub(super) answers: &'a Answers,
    hook: &'a Hook,
}

impl<'a> Asked<'a> {
    /// # Errors
    /// Where nobody who is here declares it.
    pub(in super::super) fn of(stage: &'a Stage, answers: &'a Answers) -> Result<Self, Ended> {
        let all = stage.host.registry.iter();
        let mut hooks = all.flat_map(|loaded| &loaded.manifest.hooks);
        let hook = hooks.find(|declared| declared.name == answers.hook);
        let hook = hook.ok_or_else(|| not("nobody asks it here"))?;
        Ok(Self {
            stage,
            answers,
            hook,
        })
    }

    /// Whether the plugin is asked where it is off, too.
    pub(in super::super) const fn also_off(&self) -> bool {
        self.hook.also_off
    }

    /// A question by the schema of the hook, with this id for each that it names.
    pub(super) fn question(&self, id: &str) -> Value {
        let most = most(&self.hook.question, &self.hook.question);
        let text = most.to_string().replace(NOWHERE, id);
        serde_json::from_str(&text).unwrap_or(most)
    }

    pub(super) fn change(&self) -> String {
        format!(
            "the code that answers {}: by the schema of its answer (OFFERS.md has those of the house: {}), within {} ms",
            self.answers.hook, self.hook.answer, self.answers.milliseconds
        )
    }

    pub(super) async fn begin(&self, call: &Call) -> Result<Tx, Ended> {
        let tx = call.begin().await;
        tx.map_err(|error| ours(self.stage.host.sentence(&error)))
    }

    /// Asks as whoever declares the hook does, and gives the plugin's own answer.
    pub(super) async fn ask(
        &self,
        call: &Call,
        tx: &mut Tx,
        question: &Value,
    ) -> Result<Value, Ended> {
        let name: &'static str = Box::leak(self.answers.hook.clone().into_boxed_str());
        let said = call.ask(tx, name, question).await;
        let said = said.map_err(|error| {
            let came = self.stage.host.sentence(&error);
            fault("an answer", came, self.change())
        })?;
        let own = said.into_iter().find(|a| a.feature == self.stage.id());
        let own = own.ok_or_else(|| fault("an answer", self.came(question), self.change()))?;
        self.fits(&own.answer)?;
        Ok(own.answer)
    }

    /// What came where none was taken.
    fn came(&self, question: &Value) -> String {
        format!(
            "a failure, or none in time, to the question {question}; the log of the host says why"
        )
    }

    pub(super) fn fits(&self, answer: &Value) -> Verdict {
        let schema = jsonschema::validator_for(&self.hook.answer);
        match schema.is_ok_and(|schema| schema.is_valid(answer)) {
            true => Ok(()),
            false => Err(fault(
                "an answer by its schema",
                answer.to_string(),
                self.change(),
            )),
        }
    }

    /// Asks in a transaction that comes to nothing. As all of these, once more where it fails: a busy machine may
    /// have taken the plugin for a slow one.
    pub(in super::super) async fn once(&self, call: &Call, id: &str) -> Result<Value, Ended> {
        let question = self.question(id);
        let mut tx = self.begin(call).await?;
        if let Ok(answer) = self.ask(call, &mut tx, &question).await {
            return Ok(answer);
        }
        drop(tx);
        self.stage.later();
        let mut tx = self.begin(call).await?;
        self.ask(call, &mut tx, &question).await
    }

    pub(super) fn client(&self) -> Result<&'a str, Ended> {
        let client = self.stage.things.get("client").map(String::as_str);
        client.ok_or_else(|| not("no client was made"))
    }

    pub(super) async fn call(&self, slug: &str) -> Result<Call, Ended> {
        self.stage.call(slug).await.map_err(ours)
    }

    /// All that the plugin keeps, in both salons.
    pub(super) async fn kept(&self) -> Result<Value, Ended> {
        let mut kept = serde_json::Map::new();
        for slug in [HOME, OTHER] {
            let rows = self.stage.kept(slug).await.map_err(ours)?;
            let call = self.call(slug).await?;
            let files = call.objects().all(self.stage.id()).await;
            let files = files.map_err(|error| ours(self.stage.host.sentence(&error)))?;
            let files: Vec<String> = files.iter().map(ToString::to_string).collect();
            kept.insert(slug.to_owned(), json!({"rows": rows, "files": files}));
        }
        Ok(kept.into())
    }

    /// Asks the plugin itself, without the host, which would refuse the question or hide why it failed.
    ///
    /// # Errors
    /// Outside where it does not come back, or breaks.
    pub(in super::super) async fn by_itself(
        &self,
        call: &Call,
        question: &Value,
    ) -> Result<Result<Value, Error>, Ended> {
        let (id, name) = (self.stage.id(), &self.answers.hook);
        let mut all = self.stage.host.registry.iter();
        let loaded = all.find(|loaded| loaded.manifest.id == id);
        let loaded = loaded.ok_or_else(|| ours("the plugin is not there"))?;
        let limit = Duration::from_millis(self.answers.milliseconds.into()) * PATIENCE;
        let mut tx = self.begin(call).await?;
        let savepoint = tx.savepoint(limit, Claim::Shared(id)).await;
        let savepoint = savepoint.map_err(|error| ours(error.to_string()))?;
        let inside = call.of_feature(id, self.hook.also_off).asked();
        savepoint.gate().fence(&inside);
        let work = loaded.module.answer(&inside, &mut tx, name, question);
        let work = AssertUnwindSafe(work).catch_unwind();
        let answered = tokio::time::timeout(limit, work).await;
        let broken = |came: &str| fault("an answer or an error", came, self.change());
        let answered = answered.map_err(|_| broken("none in time"))?;
        let answered = answered.map_err(|_| broken("a panic"))?;
        match answered {
            Err(error) if error.cause.as_deref() == Some("a panic") => Err(broken("a panic")),
            answered => Ok(answered),
        }
    }

    /// What is asked of `call` where the salon withholds something.
    ///
    /// # Errors
    /// As [`by_itself`](Self::by_itself).
    pub(in super::super) async fn withheld(
        &self,
        call: &Call,
    ) -> Result<Result<Value, Error>, Ended> {
        let answered = self.by_itself(call, &self.question(self.client()?)).await?;
        if let Ok(answer) = &answered {
            self.fits(answer)?;
        }
        Ok(answered)
    }
}
