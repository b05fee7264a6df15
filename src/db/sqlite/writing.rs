//! A turn to write, and the wait for it.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use sqlx::SqliteConnection;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot::error::TryRecvError};

use super::writer::Writer;
use crate::db::{Purpose, gate::Permit, inbox::Mark};

/// A turn to write.
pub struct Writing {
    turn: Option<OwnedMutexGuard<Writer>>,
    purpose: Purpose,
    writer: Arc<Mutex<Writer>>,
    waiting: Arc<AtomicUsize>,
    /// Held until it is stored.
    _permit: Permit,
}

impl Writing {
    /// From here on it is taken back when it is dropped.
    pub(super) async fn begin(
        turn: OwnedMutexGuard<Writer>,
        purpose: Purpose,
        writer: &Arc<Mutex<Writer>>,
        waiting: &Arc<AtomicUsize>,
        permit: Permit,
    ) -> sqlx::Result<Self> {
        let mut begun = Self {
            turn: Some(turn),
            purpose,
            writer: Arc::clone(writer),
            waiting: Arc::clone(waiting),
            _permit: permit,
        };
        begun.turn().begin(purpose).await?;
        Ok(begun)
    }

    /// Stores the effect, and writes the marks beside it. False, and nothing is kept: an answer among them came too late.
    pub(in crate::db) async fn commit(mut self, marks: Vec<Mark>) -> sqlx::Result<bool> {
        let mut has_ended = self.turn().keep(marks);
        if self.purpose != Purpose::Durable && self.waiting.load(Ordering::Acquire) > 0 {
            self.turn = None;
            tokio::select! {
                biased;
                ended = &mut has_ended => return ended.map_err(|_| sqlx::Error::WorkerCrashed),
                // It stays where `drop` finds it.
                turn = Arc::clone(&self.writer).lock_owned() => self.turn = Some(turn),
            }
        }
        // Or somebody else committed it just now, or could not.
        let mut ended = has_ended.try_recv();
        if ended == Err(TryRecvError::Empty) {
            let turn = self.turn();
            turn.tidy().await;
            turn.commit().await?;
            ended = has_ended.try_recv();
        }
        // Nothing of it is in the database then, as after a connection that broke.
        ended.map_err(|_| sqlx::Error::WorkerCrashed)
    }

    fn turn(&mut self) -> &mut Writer {
        self.turn.as_mut().expect("held until it ends")
    }

    pub(in crate::db) async fn rollback(mut self) {
        if let Some(turn) = self.turn.as_mut() {
            turn.tidy().await;
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let ended = self.turn.take().is_none_or(|turn| !turn.is_dirty);
        if ended {
            return;
        }
        let writer = Arc::clone(&self.writer);
        // Where there is no runtime any more the process ends, and the transaction with it.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { writer.lock().await.tidy().await });
        }
    }
}

impl Deref for Writing {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        let writer = self.turn.as_ref().expect("held until it ends");
        &writer.link.open.as_ref().expect("opened when it began").0
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.turn().link.connection()
    }
}

/// Counts somebody who waits for a turn, for as long as it is held.
pub(super) struct Waits(Arc<AtomicUsize>);

impl Waits {
    pub(super) fn new(waiting: &Arc<AtomicUsize>) -> Self {
        waiting.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(waiting))
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
