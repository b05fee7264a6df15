//! What the bot lets the world know of how it is.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::clock::Clock;
use crate::db::Db;

/// Shared between the bot, which reports, and the health page, which tells.
pub struct Health {
    clock: Arc<dyn Clock>,
    database: OnceLock<Db>,
    /// When the update loop last got round, in milliseconds; 0 where there is no loop (yet), as with a webhook.
    progress: AtomicI64,
}

impl Health {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            database: OnceLock::new(),
            progress: AtomicI64::new(0),
        }
    }

    /// The start is over: people are served from this database.
    pub fn ready(&self, database: Db) {
        // A start is over only once.
        let _ = self.database.set(database);
    }

    /// The update loop got round, whether Telegram answered or not: a restart of the bot would not mend Telegram.
    pub fn progress(&self) {
        self.progress
            .store(self.clock.now().timestamp_millis(), Ordering::Relaxed);
    }

    pub(super) fn database(&self) -> Option<&Db> {
        self.database.get()
    }

    /// How long ago the update loop got round.
    pub(super) fn progress_age(&self) -> Option<Duration> {
        let progress = self.progress.load(Ordering::Relaxed);
        let age = self.clock.now().timestamp_millis().saturating_sub(progress);
        (progress != 0).then(|| Duration::from_millis(age.max(0).unsigned_abs()))
    }
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Health")
            .field("started", &self.database.get().is_some())
            .field("age", &self.progress_age())
            .finish_non_exhaustive()
    }
}
