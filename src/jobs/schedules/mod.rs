//! Schedules that run: what is due becomes a run (`plan`), and a run becomes messages (`play`).
//!
//! There is no timetable in memory. Which schedules are due is asked of an index, and a run is a row, keyed by its
//! schedule and the instant it was due. So several processes on one PostgreSQL share the work, and what one that was
//! killed had taken up is taken over when its lease ends. Some minutes before a schedule is due its tracks are made ready
//! in its maker's sound (`ahead`), so that it begins on time. In the transaction that adds a run its schedule is moved on, and
//! each message is noted before it goes onto the wire and after: a run is never missed and never played twice, and of the
//! messages at most those that were on the wire when somebody died are uncertain.

pub mod ahead;
mod plan;
mod play;
mod seat;
mod send;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    app::App,
    db::Dialect,
    domain::{Listening, Minutes},
    i18n::Locale,
    jobs::list::HeardTrack,
    store::{Schedule, Station, StoreError},
    telemetry::Chain,
    view::View,
};

/// What a run has to say.
pub enum Said<'a> {
    /// Some tracks of its playlist.
    Plays {
        schedule: &'a Schedule,
        tracks: &'a [HeardTrack],
        /// The maker's sound.
        listening: Listening,
        /// Others were played before.
        goes_on: bool,
    },
    /// A station is being recorded, which takes minutes.
    Records {
        schedule: &'a Schedule,
        station: &'a Station,
        minutes: Minutes,
        listening: Listening,
        goes_on: bool,
    },
    /// Something to whoever made it: why it did not play, or does not play any more.
    Note {
        schedule: &'a Schedule,
        note: &'a str,
        due: DateTime<Utc>,
    },
}

/// Puts what a run says into messages.
pub type Say = fn(&Said<'_>, Locale) -> Vec<View>;

/// How many runs are played at once.
const PLAYERS: usize = 32;
/// How often is looked for what others planned, in the time of the machine and whatever the calendar says.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a run stays whose it is without a sign of life.
const LEASE: TimeDelta = TimeDelta::seconds(15);
/// How long done runs are remembered: a clock that is set back by less does not run them twice.
const REMEMBERED: TimeDelta = TimeDelta::days(30);
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// What everything here shares.
struct Runner {
    app: Arc<App>,
    say: Say,
    stop: CancellationToken,
    /// Of all that are played so many may record a station.
    recorders: Semaphore,
}

/// Does something in a transaction of its own. A macro, since a future with an asynchronous closure cannot be spawned.
macro_rules! store {
    ($runner:expr, |$tx:ident| $act:expr) => {
        async {
            let begun = $runner.app.db.begin().await;
            let mut $tx = begun.map_err(crate::store::StoreError::Database)?;
            let done = $act;
            let committed = $tx.commit().await;
            committed.map_err(crate::store::StoreError::Database)?;
            Ok::<_, crate::store::StoreError>(done)
        }
        .await
    };
}
use store;

/// Plans and plays until `stop`.
pub async fn run(app: Arc<App>, say: Say, stop: CancellationToken) {
    let recorders = usize::try_from(app.config.radio.connections).unwrap_or(1);
    let runner = Arc::new(Runner {
        app,
        say,
        stop,
        recorders: Semaphore::new(recorders),
    });
    runner.take_up_again().await;
    let tasks = TaskTracker::new();
    tasks.spawn(Arc::clone(&runner).plan());
    tasks.spawn(Arc::clone(&runner).play());
    tasks.spawn(runner.sweep());
    tasks.close();
    tasks.wait().await;
}

impl Runner {
    /// On SQLite nobody else can hold a run when we begin: what a killed process held is free at once.
    async fn take_up_again(&self) {
        if self.app.db.dialect() != Dialect::Sqlite {
            return;
        }
        let now = self.app.clock.now();
        let released = store!(self, |tx| tx.schedule_runs().release(now).await?);
        if let Err(error) = released {
            tracing::debug!(error = %Chain(&error), "no runs yet");
        }
    }

    /// Waits until `next`, or until it is time to look again; false when the bot stops.
    async fn wait(&self, next: Option<DateTime<Utc>>) -> bool {
        let next = next.unwrap_or(DateTime::<Utc>::MAX_UTC);
        tokio::select! {
            () = self.app.clock.sleep_until(next) => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = self.stop.cancelled() => {}
        }
        !self.stop.is_cancelled()
    }

    /// Forgets old runs now and then.
    async fn sweep(self: Arc<Self>) {
        while !self.stop.is_cancelled() {
            let before = self.app.clock.now() - REMEMBERED;
            if let Err(error) = store!(self, |tx| tx.schedule_runs().sweep(before).await?) {
                grumble(&error);
            }
            tokio::select! {
                () = self.app.clock.sleep(SWEEP_EVERY) => {}
                () = self.stop.cancelled() => {}
            }
        }
    }
}

/// The database is away, or has no such table yet; the next look may find it.
fn grumble(error: &StoreError) {
    if error.is_missing_table() {
        tracing::debug!(error = %Chain(error), "schedules cannot be read now");
    } else {
        tracing::warn!(error = %Chain(error), "schedules cannot be read now");
    }
}
