//! Work that outlives an update: a row of `jobs` before it is a task, so that a kill at any instant loses none of it.
//!
//! A feature adds a job in the transaction of its effect ([`add`]); a worker of the job's kind claims the row by a lease
//! (`worker`), runs it, stores what it came to, and tells the person (`telling`). Whoever waits longer than a moment is
//! shown their place in the line (`line`) and how far the work is (`progress`), with a button to cancel. People take
//! turns, whoever sent more. A failure that may pass is tried again, later each time; five attempts that bring nothing
//! are told. Several processes share the rows of one PostgreSQL.
//!
//! Jobs never phrase anything: a kind returns data, and the feature it names turns that into messages by
//! `Feature::deliver`, which reaches this part as the function [`Tell`].
//!
//! What plays by the clock has rows of its own, which are many at once and must not come twice: `schedules`.
//!
//! To add a kind: a file beside this one with a type that implements [`Kind`], a line in [`JOBS`], and `deliver` in the
//! feature that owns it. The feature adds jobs by `effect.add_job(ctx, …)`, everybody else by [`add`] and
//! [`Desk::wake`] after the commit.

mod desk;
mod line;
pub mod list;
pub mod lyrics;
pub mod play;
mod progress;
pub mod radio_health;
mod radio_silent;
pub mod recording;
pub mod render;
pub mod schedules;
mod telling;
mod worker;

use std::{error::Error, sync::Arc};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use serde_json::Value;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    app::App,
    config::Config,
    db::Tx,
    i18n::Locale,
    outbox::{Lane, SentMessage},
    store::{ClaimedJob, NewJob, StoreError},
    view::View,
};

pub use crate::domain::JobId;
pub use desk::Desk;
pub use progress::{Progress, Run};

/// Every kind of job.
pub const JOBS: &[&dyn Kind] = &[
    &lyrics::FindLyrics,
    &play::Play,
    &radio_silent::FellSilent,
    &recording::Record,
    &render::Render,
    &schedules::ahead::Ahead,
];

/// One kind of work.
pub trait Kind: Send + Sync {
    /// What its rows are called.
    fn name(&self) -> &'static str;

    /// The feature that turns what comes of it into messages.
    fn feature(&self) -> &'static str;

    fn rules(&self, config: &Config) -> Rules;

    /// Whether a text that it comes to takes the place of the line that showed how far it is: for work so short that nobody
    /// looks away.
    fn edits(&self) -> bool {
        false
    }

    /// Does the work; what comes back is stored and told. Dropped when the job is cancelled and `run.stop` did not end
    /// it within a few seconds. It may run again after it ended, when the process dies before its end is stored.
    fn run<'a>(&'a self, app: &'a Arc<App>, job: &'a ClaimedJob, run: &'a Run) -> Work<'a>;

    /// Something to store in the transaction that notes that a message is out, such as the id of its file.
    fn sent<'a>(
        &'a self,
        _tx: &'a mut Tx,
        _sent: Sent<'a>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }

    /// A file that the outcome names is gone. True: the outcome is forgotten, and the job runs again.
    fn file_lost<'a>(
        &'a self,
        _tx: &'a mut Tx,
        _job: &'a ClaimedJob,
        _outcome: &'a Value,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async { Ok(false) })
    }

    /// What is left to do when an outcome is told; the job then runs again, with this for its payload.
    fn next(&self, _outcome: &Value) -> Option<Value> {
        None
    }

    /// Puts away what the job left outside of the database: its outcome is told, or nobody wants it any more.
    fn ended<'a>(
        &'a self,
        _app: &'a App,
        _job: &'a ClaimedJob,
        _outcome: Option<&'a Value>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    /// Once an hour: forgets what the kind remembers for too long.
    fn sweep<'a>(
        &'a self,
        _app: &'a App,
        _tx: &'a mut Tx,
        _now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }
}

pub type Work<'a> = BoxFuture<'a, Result<Value, NotNow>>;

/// Why a job came to nothing this time. What will never work is an outcome, which the feature puts into words.
#[derive(Debug)]
pub struct NotNow(pub Box<dyn Error + Send + Sync>);

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for NotNow {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// How a kind is worked on.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// How many run at once in this process.
    pub workers: usize,
    /// How many of one person run at once.
    pub per_person: u32,
    /// How many may wait, everybody's together and one person's.
    pub line: u32,
    pub line_per_person: u32,
    /// Whether a message that may be out already, since somebody died while it was sent, is sent again. A schedule would
    /// rather miss a message than play it twice.
    pub sends_again: bool,
    pub lane: Lane,
}

impl Rules {
    /// For what nobody asked for: one after the other, as many as there are, behind those who wait.
    pub const UNASKED: Self = Self {
        workers: 1,
        per_person: 1,
        line: u32::MAX,
        line_per_person: u32::MAX,
        sends_again: false,
        lane: Lane::Bulk,
    };
}

/// A message of an outcome that is out.
pub struct Sent<'a> {
    pub job: &'a ClaimedJob,
    pub outcome: &'a Value,
    /// Which of the messages that the feature made of it, from 0 on.
    pub part: usize,
    pub messages: &'a [SentMessage],
    pub now: DateTime<Utc>,
}

/// What there is to tell about a job.
pub struct Told<'a> {
    pub feature: &'static str,
    pub job: JobId,
    pub subject: &'a str,
    pub news: News<'a>,
}

pub enum News<'a> {
    /// It is so manieth in the line.
    Waits(i64),
    Runs(Progress),
    /// What a kind returned, for the feature to put into words.
    Done(&'a Value),
    /// It was tried often enough.
    Failed,
}

/// Turns news into messages; the first one of an outcome answers the message that asked for it.
pub type Tell = fn(&Told<'_>, Locale) -> Vec<View>;

/// What became of a wish to add a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    New(JobId),
    /// The same is being done already.
    Already,
    /// Too many wait, everybody's together.
    LineIsFull,
    /// This person has too many in the line: so many are allowed.
    TooMany(u32),
}

/// Adds a job, if there is room in the line. After the commit somebody has to [`Desk::wake`] the workers.
pub async fn add(
    tx: &mut Tx,
    config: &Config,
    job: &NewJob,
    now: DateTime<Utc>,
) -> Result<Added, StoreError> {
    if let Some(kind) = JOBS.iter().find(|kind| kind.name() == job.kind) {
        let rules = kind.rules(config);
        let (all, theirs) = tx.jobs().count_waiting(job.kind, job.user).await?;
        if job.user.is_some() && theirs >= i64::from(rules.line_per_person) {
            return Ok(Added::TooMany(rules.line_per_person));
        }
        if all >= i64::from(rules.line) {
            return Ok(Added::LineIsFull);
        }
    }
    let id = tx.jobs().add(job, now).await?;
    Ok(id.map_or(Added::Already, Added::New))
}

/// Works until `stop`; what runs then is put back and goes on at the next start.
pub async fn run(
    app: Arc<App>,
    kinds: &'static [&'static dyn Kind],
    tell: Tell,
    stop: CancellationToken,
) {
    let tasks = TaskTracker::new();
    let office = Arc::new(worker::Office { app, tell, stop });
    office.begin().await;
    for kind in kinds {
        let rules = kind.rules(&office.app.config);
        tasks.spawn(Arc::clone(&office).work(*kind, rules));
        tasks.spawn(Arc::clone(&office).show_the_line(*kind));
    }
    tasks.spawn(Arc::clone(&office).sweep(kinds));
    tasks.close();
    tasks.wait().await;
}

#[cfg(test)]
mod tests;
