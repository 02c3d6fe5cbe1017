//! Asks features inside the transaction of who asks.

use std::{
    collections::HashMap,
    future::{Future, poll_fn},
    panic::AssertUnwindSafe,
    pin::pin,
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

use futures_util::FutureExt as _;
use http::StatusCode;
use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Result, Tx,
    db::{Claim, Gate},
    hooks::{HookAnswer, Hooks},
    manifest::{Answers, Hook, OnFailure},
};
use serde_json::Value as Json;

use super::{Health, Unfit};
use crate::{
    registry::{Loaded, Registry},
    storage::deadline,
};

/// The most that a declaration may ask for.
const MOST: u32 = 500;

/// Who answers a hook.
struct Answerer {
    module: usize,
    feature: Arc<str>,
    limit: Duration,
    failure: OnFailure,
}

/// One hook, and who is asked in which order.
struct Plan {
    also_off: bool,
    question: Validator,
    answer: Validator,
    answerers: Vec<Answerer>,
}

/// The hooks of all modules.
pub struct HookDesk {
    registry: Arc<Registry>,
    health: Arc<Health>,
    plans: HashMap<String, Plan>,
}

impl HookDesk {
    /// Reads all declarations.
    ///
    /// # Errors
    /// Names a hook that is declared twice or whose schema is none, and a feature that answers
    /// one that nobody declares.
    pub fn new(registry: Arc<Registry>, health: Arc<Health>) -> Result<Self, String> {
        let mut plans = HashMap::new();
        for loaded in registry.iter() {
            let id = &loaded.manifest.id;
            for hook in &loaded.manifest.hooks {
                if !hook.name.starts_with(&format!("{id}.")) {
                    return Err(format!(
                        "{id}: the hook {} does not begin with its id",
                        hook.name
                    ));
                }
                let plan = plan(hook).map_err(|e| format!("{id}: the hook {}: {e}", hook.name))?;
                if plans.insert(hook.name.clone(), plan).is_some() {
                    return Err(format!("{id}: the hook {} is declared twice", hook.name));
                }
            }
        }
        for (module, loaded) in registry.iter().enumerate() {
            let id = &loaded.manifest.id;
            for answers in &loaded.manifest.answers {
                let hook = &answers.hook;
                let plan = plans.get_mut(hook);
                let plan = plan.ok_or_else(|| format!("{id} answers {hook}, which nobody asks"))?;
                plan.answerers.push(answerer(module, loaded, answers)?);
            }
        }
        for (hook, plan) in &mut plans {
            let phase = |answerer: &Answerer| {
                let all = &registry.at(answerer.module).manifest.answers;
                let own = all.iter().find(|answers| answers.hook == *hook);
                (own.map_or(0, |own| own.phase), answerer.feature.clone())
            };
            plan.answerers.sort_by_key(phase);
        }
        Ok(Self {
            registry,
            health,
            plans,
        })
    }

    async fn ask_all(
        &self,
        call: &Call,
        tx: &mut Tx,
        hook: &'static str,
        question: &Json,
    ) -> Result<Vec<HookAnswer>> {
        let plan = self.plans.get(hook);
        let plan = plan.ok_or_else(|| Error::internal(format!("nobody declares {hook}")))?;
        if let Err(error) = plan.question.validate(question) {
            // Where in the question, and not what stands there: that may be a person.
            let place = error.instance_path();
            return Err(Error::internal(format!(
                "{hook}: the question at {place} is none"
            )));
        }
        let mut answers = Vec::new();
        let salon = call.salon().id;
        // Who is asked though it is off is asked because it may keep something.
        let keeps = |feature: &str| self.health.fitness().of(salon, feature) != Some(Unfit::Empty);
        let is_asked = |a: &&Answerer| match plan.also_off {
            true => keeps(&a.feature),
            false => call.has(&a.feature),
        };
        let asked = plan.answerers.iter().filter(is_asked);
        for answerer in asked {
            match self
                .ask_one(plan, answerer, call, tx, hook, question)
                .await?
            {
                Ok(None) => {}
                Ok(Some(answer)) => answers.push(HookAnswer {
                    feature: answerer.feature.to_string(),
                    answer,
                }),
                Err(cause) => {
                    let feature = &*answerer.feature;
                    tracing::error!(feature, hook, cause, salon = %call.salon().id, "a hook failed");
                    if answerer.failure == OnFailure::Closed {
                        let name = self.registry.name(answerer.module, call.locale());
                        let error = Error::new(StatusCode::SERVICE_UNAVAILABLE, "feature_failed");
                        return Err(error.arg("feature", name));
                    }
                }
            }
        }
        Ok(answers)
    }

    /// Nothing, where it was switched off meanwhile. The outer error is one of the transaction,
    /// the inner one the feature's own.
    async fn ask_one(
        &self,
        plan: &Plan,
        answerer: &Answerer,
        call: &Call,
        tx: &mut Tx,
        hook: &str,
        question: &Json,
    ) -> Result<Result<Option<Json>, String>> {
        let (salon, feature) = (call.salon().id, &*answerer.feature);
        if self.health.is_left_alone(salon, feature) {
            return Ok(Err("it rests after failures, or cannot be used".to_owned()));
        }
        let limit = answerer.limit;
        let savepoint = tx.savepoint(limit, Claim::Shared(feature)).await?;
        if !plan.also_off && !switched_on(call, feature).await? {
            tx.end_savepoint(&savepoint, false).await?;
            return Ok(Ok(None));
        }
        let inside = call.of_feature(feature, plan.also_off).asked();
        savepoint.gate().fence(&inside);
        let module = &self.registry.at(answerer.module).module;
        // What it asks beside the transaction ends with its time, too.
        let work = module.answer(&inside, tx, hook, question);
        let work = deadline::within(limit, limit, work);
        let outcome = within(limit, savepoint.gate(), &self.health, work).await;
        let outcome = outcome.and_then(|answer| match plan.answer.validate(&answer) {
            Ok(()) => Ok(answer),
            Err(error) => Err(misfit("its answer", &error)),
        });
        let outcome = match outcome {
            // What it left to be written later may fail only now.
            Ok(answer) => match tx.end_savepoint(&savepoint, true).await {
                Ok(()) => Ok(answer),
                Err(error) => Err(error.to_string()),
            },
            Err(cause) => Err(cause),
        };
        match &outcome {
            Ok(_) => self.health.succeeded(salon, feature),
            Err(_) => {
                self.health.failed(salon, feature);
                tx.end_savepoint(&savepoint, false).await?;
            }
        }
        Ok(outcome.map(Some))
    }
}

/// Whether a feature is still on, that was when the call began.
async fn switched_on(call: &Call, feature: &str) -> Result<bool> {
    match call.check_feature_on(feature).await {
        Ok(()) => Ok(true),
        Err(error) if error.code == "feature_off" => Ok(false),
        Err(error) => Err(error),
    }
}

impl Hooks for HookDesk {
    fn ask<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        hook: &'static str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Vec<HookAnswer>>> {
        Box::pin(self.ask_all(call, tx, hook, question))
    }
}

fn plan(hook: &Hook) -> Result<Plan, String> {
    let schema = |schema: &Json| jsonschema::validator_for(schema).map_err(|e| e.to_string());
    Ok(Plan {
        also_off: hook.also_off,
        question: schema(&hook.question)?,
        answer: schema(&hook.answer)?,
        answerers: Vec::new(),
    })
}

fn answerer(module: usize, loaded: &Loaded, answers: &Answers) -> Result<Answerer, String> {
    let id = &loaded.manifest.id;
    if !(1..=MOST).contains(&answers.milliseconds) {
        let hook = &answers.hook;
        return Err(format!(
            "{id}: {hook}: milliseconds must be from 1 to {MOST}"
        ));
    }
    Ok(Answerer {
        module,
        feature: Arc::from(id.as_str()),
        limit: Duration::from_millis(answers.milliseconds.into()),
        failure: answers.failure,
    })
}

/// Does the work within `limit`, without leaving a statement in its middle.
async fn within(
    limit: Duration,
    gate: &Gate,
    health: &Health,
    work: impl Future<Output = Result<Json>> + Send,
) -> Result<Json, String> {
    let mut work = pin!(AssertUnwindSafe(work).catch_unwind());
    let told = |outcome: std::thread::Result<Result<Json>>| match outcome {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(health.cause(&error).to_owned()),
        // The panic itself was logged by its hook.
        Err(_) => Err("a panic".to_owned()),
    };
    let late = || Err(format!("it took longer than {limit:?}"));
    let begun = Instant::now();
    if let Ok(outcome) = tokio::time::timeout(limit, &mut work).await {
        return match told(outcome) {
            // The engine ended what it asked; and said only that.
            Err(_) if begun.elapsed() >= limit => late(),
            told => told,
        };
    }
    gate.close();
    let ended = poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(()),
        Poll::Pending if gate.is_busy() => Poll::Pending,
        Poll::Pending => Poll::Ready(()),
    });
    ended.await;
    late()
}
/// Where something does not fit its schema, and by which rule. What stands there is not said: that may be a person.
pub(super) fn misfit(what: &str, error: &ValidationError<'_>) -> String {
    let (at, rule) = (error.instance_path(), error.schema_path());
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            format!("{what} lacks {property} at \"{at}\"")
        }
        _ => format!("{what} at \"{at}\" breaks {rule} of its schema"),
    }
}
