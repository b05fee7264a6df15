//! From Telegram to the lanes: a batch of updates is stored, and only then is Telegram told that it arrived. How they come
//! (`poll`, `webhook`) makes no difference from here on.

use std::{sync::Arc, time::Duration};

use super::{arrival, lanes::Lanes};
use crate::{
    app::App,
    db::{Arrival, DbError},
    telemetry::Chain,
};

/// How long to wait before another try, at first and at most.
pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(500);
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(30);

pub(super) struct Intake {
    pub(super) app: Arc<App>,
    pub(super) lanes: Arc<Lanes>,
}

impl Intake {
    /// Stores a batch and hands it to the lanes; the number of the newest comes back. A database that cannot be written to
    /// is waited for: Telegram keeps the updates meanwhile.
    pub(super) async fn take_in(&self, updates: Vec<String>) -> Option<i64> {
        let mut pause = FIRST_PAUSE;
        let batch: Vec<_> = updates.into_iter().filter_map(arrival::read).collect();
        let newest = batch.iter().map(|arrival| arrival.update_id).max()?;
        loop {
            match self.store(&batch).await {
                Ok(()) => return Some(newest),
                Err(error) => {
                    tracing::error!(error = %Chain(&error), "updates cannot be stored; trying again");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Stores a batch and hands what is new in it to the lanes.
    pub(super) async fn store(&self, batch: &[Arrival]) -> Result<(), DbError> {
        let now_ms = self.app.clock.now().timestamp_millis();
        self.lanes.take_in(batch, now_ms).await
    }
}
