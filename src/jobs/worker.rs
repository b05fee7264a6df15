//! The workers of a kind: claim jobs, run each under its lease, store what it came to, tell it.
//!
//! What a kill between the steps means. While it runs: the lease ends, and the job runs again. After the outcome is
//! stored: it is told, and the work is not repeated. While a message is sent: that one may come twice, or, where the kind
//! would rather not, not at all.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use futures::FutureExt as _;
use serde_json::Value;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{JobId, Kind, NotNow, Rules, Tell, progress::Run};
use crate::{
    app::App,
    db::Dialect,
    store::{Claim, ClaimedJob, Lease, StoreError},
    telemetry::Chain,
};

/// How long a job stays a worker's without a sign of life, and how often it gives one.
const LEASE: TimeDelta = TimeDelta::seconds(15);
const SIGN_OF_LIFE: Duration = Duration::from_secs(4);
/// How often is looked for what other processes added.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A job that was taken up so often and brought nothing is given up.
const ATTEMPTS: i64 = 5;
/// A cancelled job may take this long to put its tools away.
const LAST_MOMENTS: Duration = Duration::from_secs(3);
/// How long a done job is remembered, so that turns stay fair.
const REMEMBERED: TimeDelta = TimeDelta::days(1);
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// Does something in a transaction of its own. A macro, since a future with an asynchronous closure cannot be spawned.
macro_rules! store {
    ($office:expr, |$tx:ident, $now:pat_param| $act:expr) => {
        async {
            let $now = $office.app.clock.now();
            let begun = $office.app.db.begin().await;
            let mut open = begun.map_err($crate::store::StoreError::Database)?;
            let $tx = &mut open;
            let done = $act?;
            let committed = open.commit().await;
            committed.map_err($crate::store::StoreError::Database)?;
            Ok::<_, $crate::store::StoreError>(done)
        }
        .await
    };
}
pub(super) use store;

/// The same, again until it works: what happened has to be on record.
macro_rules! patiently {
    ($office:expr, |$tx:ident, $now:pat_param| $act:expr) => {{
        let mut pause = std::time::Duration::from_millis(100);
        loop {
            match $crate::jobs::worker::store!($office, |$tx, $now| $act) {
                Ok(done) => break done,
                Err(error) => $office.rest(error, &mut pause).await,
            }
        }
    }};
}
pub(super) use patiently;

/// What the workers of this process share.
pub(super) struct Office {
    pub(super) app: Arc<App>,
    pub(super) tell: Tell,
    pub(super) stop: CancellationToken,
}

/// How the running of a job ended.
enum Ended {
    With(Result<Value, NotNow>),
    /// The person does not want it any more, or the lease is lost.
    Stopped,
    /// The bot stops.
    Stopping,
}

impl Ended {
    /// A word for it, for the metrics.
    fn name(&self) -> &'static str {
        match self {
            Self::With(Ok(_)) => "done",
            Self::With(Err(_)) => "failed",
            Self::Stopped => "cancelled",
            Self::Stopping => "put_back",
        }
    }
}

/// What is left to do after a job ran.
enum Ran {
    /// To tell this.
    To(Value),
    /// Nothing: it is not wanted.
    Dropped,
    /// Nothing here: it runs again, or somebody else has it.
    Elsewhere,
}

/// A job in the hands of a worker.
pub(super) struct Held<'a> {
    pub(super) kind: &'static dyn Kind,
    pub(super) rules: Rules,
    pub(super) job: &'a ClaimedJob,
    /// Cancelled when the job should end.
    pub(super) stop: CancellationToken,
    is_lost: AtomicBool,
}

impl Held<'_> {
    /// Somebody else has it, or it is gone with its person.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed)
    }
}

impl Office {
    /// On SQLite nobody else can hold anything when we begin: what a killed run held is free at once.
    pub(super) async fn begin(&self) {
        if self.app.db.dialect() != Dialect::Sqlite {
            return;
        }
        let released = store!(self, |tx, now| tx.jobs().release(now).await);
        match released {
            Ok(0) => {}
            Ok(jobs) => tracing::info!(jobs, "taking up the jobs the last run left"),
            Err(error) => tracing::debug!(error = %Chain(&error), "no jobs yet"),
        }
    }

    /// Takes up one job after the other until the bot stops, as many at once as the rules say. One looks for all of them: so many
    /// who look and find nothing would keep the database busy.
    pub(super) async fn work(self: Arc<Self>, kind: &'static dyn Kind, rules: Rules) {
        let desk = self.app.jobs.clone();
        let places = Arc::new(Semaphore::new(rules.workers));
        let ended = Arc::new(Notify::new());
        let running = TaskTracker::new();
        while let Some(place) = self.free(&places).await {
            // Begun before the claim, so that nothing added meanwhile is missed.
            let mut added = std::pin::pin!(desk.work().notified());
            added.as_mut().enable();
            let pause = match self.claim(kind, rules).await {
                Ok(Some(job)) => {
                    let (office, ended) = (Arc::clone(&self), Arc::clone(&ended));
                    running.spawn(async move {
                        office.handle(kind, rules, job).await;
                        drop(place);
                        // The next one of the same person may have waited for that.
                        ended.notify_one();
                    });
                    continue;
                }
                Ok(None) => self.until_next(kind).await,
                Err(error) => {
                    tracing::debug!(error = %Chain(&error), "the jobs cannot be read now");
                    LOOK_EVERY
                }
            };
            tokio::select! {
                () = added => {}
                () = ended.notified() => {}
                () = self.app.clock.sleep(pause) => {}
                () = self.stop.cancelled() => {}
            }
        }
        running.close();
        running.wait().await;
    }

    /// A place for one more job; none when the bot stops.
    async fn free(&self, places: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => None,
            place = Arc::clone(places).acquire_owned() => place.ok(),
        }
    }

    async fn claim(&self, kind: &dyn Kind, rules: Rules) -> Result<Option<ClaimedJob>, StoreError> {
        store!(self, |tx, now| async {
            let claim = Claim {
                kind: kind.name(),
                owner: self.app.jobs.owner(),
                now,
                until: now + LEASE,
                per_person: i64::from(rules.per_person),
            };
            tx.jobs().claim(claim).await
        }
        .await)
    }

    /// How long to wait when there is nothing to do.
    async fn until_next(&self, kind: &dyn Kind) -> Duration {
        let next = store!(self, |tx, _| tx.jobs().next_at(kind.name()).await);
        let rest = next.ok().flatten().map(|at| at - self.app.clock.now());
        rest.and_then(|rest| rest.to_std().ok())
            .map_or(LOOK_EVERY, |rest| {
                rest.clamp(Duration::from_millis(50), LOOK_EVERY)
            })
    }

    /// Brings one job as far as it goes, with its lease renewed all the while.
    async fn handle(&self, kind: &'static dyn Kind, rules: Rules, job: ClaimedJob) {
        let held = Held {
            kind,
            rules,
            job: &job,
            stop: self.app.jobs.begin(job.id),
            is_lost: AtomicBool::new(false),
        };
        tokio::select! {
            () = self.bring_on(&held) => {}
            () = self.renew(&held) => unreachable!("it renews until it is dropped"),
        }
        self.app.jobs.end(job.id);
    }

    async fn bring_on(&self, held: &Held<'_>) {
        let Held { job, kind, .. } = held;
        if let Some(outcome) = &job.outcome {
            return self.tell_outcome(held, outcome).await;
        }
        let outcome = if job.is_cancelled {
            None
        } else if job.attempts > ATTEMPTS {
            tracing::error!(job = %job.id, kind = kind.name(), "a job never came to its end");
            Some(Value::Null)
        } else {
            match self.run(held).await {
                Ran::To(outcome) => Some(outcome),
                Ran::Dropped => None,
                Ran::Elsewhere => return,
            }
        };
        let Some(outcome) = outcome else {
            return self.close(held, None).await;
        };
        let finished = patiently!(self, |tx, _| tx
            .jobs()
            .finish(job.id, self.owner(), &outcome)
            .await);
        match finished {
            Lease::Held => self.tell_outcome(held, &outcome).await,
            Lease::Cancelled => self.close(held, Some(&outcome)).await,
            Lease::Lost => {}
        }
    }

    /// Runs a job and shows how far it is.
    async fn run(&self, held: &Held<'_>) -> Ran {
        let Held { kind, job, .. } = held;
        let run = Run::new(held.stop.child_token());
        let began = Instant::now();
        let ended = CancellationToken::new();
        let running = async {
            let work = AssertUnwindSafe(kind.run(&self.app, job, &run)).catch_unwind();
            tokio::pin!(work);
            let how = tokio::select! {
                done = &mut work => Ended::With(done.unwrap_or_else(|_| Err("it panicked".into()))),
                () = held.stop.cancelled() => {
                    end_soon(&run, work).await;
                    Ended::Stopped
                }
                () = self.stop.cancelled() => {
                    end_soon(&run, work).await;
                    Ended::Stopping
                }
            };
            ended.cancel();
            how
        };
        // A message on its way is waited for: who lost sight of it could not take it away.
        let ((), how) = tokio::join!(self.show_progress(held, &run, &ended), running);
        self.app
            .metrics
            .ran(kind.name(), how.name(), began.elapsed());
        match how {
            Ended::With(Ok(outcome)) => Ran::To(outcome),
            Ended::With(Err(NotNow(error))) if job.attempts < ATTEMPTS => {
                let pause = backoff(job.attempts);
                let (error, seconds) = (Chain(error.as_ref()), pause.num_seconds());
                tracing::info!(job = %job.id, kind = kind.name(), %error, seconds, "a job is tried again later");
                self.put_back(job.id, pause, true).await;
                Ran::Elsewhere
            }
            Ended::With(Err(NotNow(error))) => {
                let error = Chain(error.as_ref());
                tracing::error!(job = %job.id, kind = kind.name(), %error, "a job failed for the last time");
                Ran::To(Value::Null)
            }
            Ended::Stopped if held.is_lost() => Ran::Elsewhere,
            Ended::Stopped => Ran::Dropped,
            Ended::Stopping => {
                self.put_back(job.id, TimeDelta::zero(), false).await;
                Ran::Elsewhere
            }
        }
    }

    /// Renews a lease until this is dropped, and stops the job when there is none to renew.
    async fn renew(&self, held: &Held<'_>) {
        loop {
            self.app.clock.sleep(SIGN_OF_LIFE).await;
            let job = held.job.id;
            let renewed = store!(self, |tx, now| tx
                .jobs()
                .renew(job, self.owner(), now + LEASE)
                .await);
            match renewed {
                Ok(Lease::Held) => {}
                Ok(Lease::Cancelled) => held.stop.cancel(),
                Ok(Lease::Lost) => {
                    held.is_lost.store(true, Ordering::Relaxed);
                    held.stop.cancel();
                }
                // The lease outlasts a short absence, and what comes of the job is only stored under our name.
                Err(error) => {
                    tracing::debug!(error = %Chain(&error), "a lease cannot be renewed now");
                }
            }
        }
    }

    pub(super) async fn put_back(&self, job: JobId, pause: TimeDelta, counts: bool) {
        let owner = self.owner();
        patiently!(self, |tx, now| tx
            .jobs()
            .put_back(job, owner, now + pause, counts)
            .await);
    }

    pub(super) fn owner(&self) -> &str {
        self.app.jobs.owner()
    }

    /// Before something is stored again that could not be.
    pub(super) async fn rest(&self, error: StoreError, pause: &mut Duration) {
        tracing::error!(error = %Chain(&error), "a job cannot be stored; trying again");
        self.app.clock.sleep(*pause).await;
        *pause = (*pause * 2).min(Duration::from_secs(5));
    }

    /// Forgets old jobs now and then.
    pub(super) async fn sweep(self: Arc<Self>, kinds: &'static [&'static dyn Kind]) {
        while !self.stop.is_cancelled() {
            let swept = store!(self, |tx, now| async {
                for kind in kinds {
                    kind.sweep(&self.app, tx, now).await?;
                }
                tx.jobs().sweep(now - REMEMBERED).await
            }
            .await);
            if let Err(error) = swept {
                tracing::debug!(error = %Chain(&error), "old jobs cannot be forgotten now");
            }
            tokio::select! {
                () = self.app.clock.sleep(SWEEP_EVERY) => {}
                () = self.stop.cancelled() => {}
            }
        }
    }
}

/// Asks the work to end, and lets it for a moment.
async fn end_soon<T>(run: &Run, work: impl Future<Output = T>) {
    run.stop.cancel();
    let _ = tokio::time::timeout(LAST_MOMENTS, work).await;
}

/// 5 s, 20 s, 80 s, 320 s.
fn backoff(attempts: i64) -> TimeDelta {
    let exponent = u32::try_from(attempts.clamp(1, 8) - 1).expect("at most 7");
    TimeDelta::seconds(5 * 4_i64.pow(exponent))
}
