//! Stopping a run in the middle of a statement: the old state stays.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use sqlx::{Connection as _, Row as _};
use tokio::{sync::Notify, task::JoinHandle};

use super::{
    error::{Doing as _, EngineError},
    place::{Conn, Place},
};

/// How many of SQLite's virtual instructions run between two looks at the flag.
const INSTRUCTIONS: i32 = 10_000;

/// A button somebody may press; clones are the same button.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    pressed: AtomicBool,
    notify: Notify,
}

impl Cancel {
    pub fn cancel(&self) {
        self.0.pressed.store(true, Ordering::Relaxed);
        self.0.notify.notify_waiters();
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.pressed.load(Ordering::Relaxed)
    }

    /// Waits until it is pressed.
    pub async fn cancelled(&self) {
        let mut waiting = std::pin::pin!(self.0.notify.notified());
        // Registered before the flag is read, or a press in between would be missed.
        waiting.as_mut().enable();
        if !self.is_cancelled() {
            waiting.await;
        }
    }
}

/// Lets the button reach the statements of a connection; until it is dropped.
#[derive(Debug)]
pub(super) struct Watch(Option<JoinHandle<()>>);

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(task) = &self.0 {
            task.abort();
        }
    }
}

pub(super) async fn watch(
    place: &Place,
    conn: &mut Conn,
    cancel: &Cancel,
) -> Result<Watch, EngineError> {
    match (conn, place) {
        (Conn::Sqlite(c), _) => {
            let cancel = cancel.clone();
            let mut handle = c.lock_handle().await.doing("preparing to be cancelled")?;
            handle.set_progress_handler(INSTRUCTIONS, move || !cancel.is_cancelled());
            Ok(Watch(None))
        }
        (Conn::Postgres(c), Place::Postgres(options)) => {
            let row = sqlx::query("SELECT pg_backend_pid()")
                .fetch_one(c)
                .await
                .doing("preparing to be cancelled")?;
            let pid: i32 = row.get(0);
            let (cancel, options) = (cancel.clone(), options.clone());
            Ok(Watch(Some(tokio::spawn(async move {
                cancel.cancelled().await;
                let Ok(mut other) = sqlx::PgConnection::connect_with(&options).await else {
                    return;
                };
                // Again and again: a press between two statements cancels nothing.
                while sqlx::query("SELECT pg_cancel_backend($1), pg_sleep(0.2)")
                    .bind(pid)
                    .execute(&mut other)
                    .await
                    .is_ok()
                {}
            }))))
        }
        (Conn::Postgres(_), Place::Sqlite(_)) => Ok(Watch(None)),
    }
}

/// Takes the button off a connection, so that cleaning up is not cancelled as well.
pub(super) async fn unwatch(conn: &mut Conn, watch: Watch) {
    drop(watch);
    if let Conn::Sqlite(c) = conn
        && let Ok(mut handle) = c.lock_handle().await
    {
        handle.remove_progress_handler();
    }
}
