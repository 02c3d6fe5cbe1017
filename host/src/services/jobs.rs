//! Jobs: tasks of this process, with progress, an end from outside, and draining.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kartoteka_plugin::{
    BoxFuture, Call,
    jobs::{Jobs, Progress, Work},
};
use tokio::{runtime::Handle, sync::Notify, task::AbortHandle};
use uuid::Uuid;

use super::{Health, Roster};

struct Running {
    progress: Arc<Progress>,
    /// Absent for the moment between being noted and being started.
    task: Option<AbortHandle>,
    /// Tells this run from a later one of the same id.
    run: u64,
}

#[derive(Default)]
struct Desk {
    running: HashMap<Uuid, Running>,
    runs: u64,
    closed: bool,
}

/// The running jobs of a process.
struct JobDesk {
    desk: Arc<Mutex<Desk>>,
    ended: Arc<Notify>,
    runtime: Handle,
}

/// The jobs of a host.
pub struct HostJobs {
    jobs: JobDesk,
    roster: Arc<Roster>,
    health: Arc<Health>,
}

impl HostJobs {
    /// Jobs on this runtime.
    pub fn new(runtime: Handle, roster: Arc<Roster>, health: Arc<Health>) -> Arc<Self> {
        Arc::new(Self {
            jobs: JobDesk::new(runtime),
            roster,
            health,
        })
    }

    /// Starts work of the host itself under an id that no other work has meanwhile; `false` where
    /// some has, and where none begins any more.
    pub(crate) fn run(&self, id: Uuid, work: impl Future<Output = ()> + Send + 'static) -> bool {
        self.jobs.spawn(id, |_| Box::new(move || Box::pin(work)))
    }

    /// Takes no new jobs, waits for running ones no longer than `patience`, and
    /// drops the rest. Gives how many were dropped.
    pub async fn drain(&self, patience: Duration) -> usize {
        self.jobs.drain(patience).await
    }
}

fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes a job off the desk however it ends: done, failed, panicked, dropped.
struct Ending {
    desk: Arc<Mutex<Desk>>,
    ended: Arc<Notify>,
    id: Uuid,
    run: u64,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let mut desk = lock(&self.desk);
        if desk
            .running
            .get(&self.id)
            .is_some_and(|r| r.run == self.run)
        {
            desk.running.remove(&self.id);
        }
        drop(desk);
        self.ended.notify_waiters();
    }
}

impl JobDesk {
    fn new(runtime: Handle) -> Self {
        Self {
            desk: Arc::default(),
            ended: Arc::default(),
            runtime,
        }
    }

    /// How many run.
    fn running(&self) -> usize {
        lock(&self.desk).running.len()
    }

    async fn drain(&self, patience: Duration) -> usize {
        lock(&self.desk).closed = true;
        let all_ended = async {
            loop {
                let ended = self.ended.notified();
                tokio::pin!(ended);
                // Listening must begin before looking, or the last end is missed.
                ended.as_mut().enable();
                if self.running() == 0 {
                    return;
                }
                ended.await;
            }
        };
        if tokio::time::timeout(patience, all_ended).await.is_ok() {
            return 0;
        }
        let desk = lock(&self.desk);
        for job in desk.running.values() {
            if let Some(task) = &job.task {
                task.abort();
            }
        }
        desk.running.len()
    }

    fn progress(&self, id: Uuid) -> Option<Arc<Progress>> {
        lock(&self.desk)
            .running
            .get(&id)
            .map(|r| r.progress.clone())
    }

    fn cancel(&self, id: Uuid) {
        let mut desk = lock(&self.desk);
        if let Some(job) = desk.running.remove(&id)
            && let Some(task) = job.task
        {
            task.abort();
        }
    }

    fn spawn(
        &self,
        id: Uuid,
        make: impl FnOnce(Arc<Progress>) -> Box<dyn FnOnce() -> JobFuture + Send>,
    ) -> bool {
        let mut desk = lock(&self.desk);
        if desk.closed || desk.running.contains_key(&id) {
            return false;
        }
        desk.runs += 1;
        let run = desk.runs;
        let progress = Arc::new(Progress::default());
        let ending = Ending {
            desk: self.desk.clone(),
            ended: self.ended.clone(),
            id,
            run,
        };
        let work = make(progress.clone());
        let task = self.runtime.spawn(async move {
            let _ending = ending;
            work().await;
        });
        let task = Some(task.abort_handle());
        desk.running.insert(
            id,
            Running {
                progress,
                task,
                run,
            },
        );
        true
    }
}

type JobFuture = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

impl Jobs for HostJobs {
    fn start(&self, id: Uuid, call: Call, work: Work) -> bool {
        let health = self.health.clone();
        self.jobs.spawn(id, |progress| {
            Box::new(move || {
                let (salon, request) = (call.salon().id, call.request_id().to_owned());
                Box::pin(async move {
                    if let Err(error) = work(call, progress).await {
                        // Whose it is, is not known here.
                        let (code, cause) = (health.code(&error), health.cause(&error));
                        tracing::error!(%salon, %request, job = %id, code, cause, "a job failed");
                    }
                })
            })
        })
    }

    fn progress(&self, id: Uuid) -> Option<Arc<Progress>> {
        self.jobs.progress(id)
    }

    fn cancel(&self, id: Uuid) {
        self.jobs.cancel(id);
    }

    fn host(&self) -> Uuid {
        self.roster.id()
    }

    fn alive(&self, host: Uuid) -> BoxFuture<'_, bool> {
        Box::pin(self.roster.alive(host))
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    fn waiting(jobs: &JobDesk, id: Uuid) -> (bool, oneshot::Sender<()>) {
        let (end, wait) = oneshot::channel::<()>();
        let started = jobs.spawn(id, |_| {
            Box::new(move || {
                Box::pin(async move {
                    let _ = wait.await;
                })
            })
        });
        (started, end)
    }

    #[tokio::test]
    async fn one_id_has_one_job_until_it_ends() {
        let jobs = JobDesk::new(Handle::current());
        let id = Uuid::from_u128(1);
        let (started, end) = waiting(&jobs, id);
        assert!(started);
        assert!(jobs.progress(id).is_some());
        assert!(!waiting(&jobs, id).0);
        drop(end);
        assert_eq!(jobs.drain(Duration::from_secs(5)).await, 0);
        assert!(jobs.progress(id).is_none());
        assert!(!waiting(&jobs, id).0, "a drained desk takes no more");
    }

    #[tokio::test]
    async fn draining_drops_what_does_not_end_and_cancel_frees_the_id() {
        let jobs = JobDesk::new(Handle::current());
        let id = Uuid::from_u128(1);
        let (_, _end) = waiting(&jobs, id);
        jobs.cancel(id);
        let (again, _end) = waiting(&jobs, id);
        assert!(again);
        // The end of the cancelled run must not take the new one off the desk.
        tokio::task::yield_now().await;
        assert_eq!(jobs.running(), 1);
        assert_eq!(jobs.drain(Duration::from_millis(1)).await, 1);
    }

    #[tokio::test]
    async fn a_panicking_job_leaves_the_desk() {
        let jobs = JobDesk::new(Handle::current());
        let id = Uuid::from_u128(1);
        jobs.spawn(id, |_| {
            Box::new(|| Box::pin(async { unreachable!("on purpose") }))
        });
        assert_eq!(jobs.drain(Duration::from_secs(5)).await, 0);
    }
}
