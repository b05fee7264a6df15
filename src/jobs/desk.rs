//! The handle that the rest of the program has on the workers of this process: to wake them, and to stop a job at once.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::JobId;

/// Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Inside>);

struct Inside {
    /// Who we are among the processes that share the rows.
    owner: String,
    work: Notify,
    running: Mutex<HashMap<JobId, CancellationToken>>,
}

impl Default for Desk {
    fn default() -> Self {
        // A hasher of the standard library begins with a number that no other process has.
        let random = RandomState::new().build_hasher().finish();
        Self(Arc::new(Inside {
            owner: format!("{}-{random:016x}", std::process::id()),
            work: Notify::new(),
            running: Mutex::default(),
        }))
    }
}

impl Desk {
    pub(super) fn owner(&self) -> &str {
        &self.0.owner
    }

    /// There is something new in the rows, and its transaction is committed.
    pub fn wake(&self) {
        self.0.work.notify_waiters();
    }

    pub(super) fn work(&self) -> &Notify {
        &self.0.work
    }

    /// Stops a cancelled job, if it runs here; another process hears of it when it renews its lease.
    pub fn stop(&self, job: JobId) {
        if let Some(stop) = self.running().get(&job) {
            stop.cancel();
        }
    }

    /// From now on `stop` reaches this job.
    pub(super) fn begin(&self, job: JobId) -> CancellationToken {
        let stop = CancellationToken::new();
        self.running().insert(job, stop.clone());
        stop
    }

    pub(super) fn end(&self, job: JobId) {
        self.running().remove(&job);
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<JobId, CancellationToken>> {
        self.0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
