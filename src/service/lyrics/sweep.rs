//! Taking away what nobody will be told any more: a little at a time, so that nobody waits for it.

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use super::{LyricsLookup, present};
use crate::{store::StoreError, telemetry::Chain};

/// How long lyrics are still worth having after they expired.
const DEAD_AFTER: TimeDelta = TimeDelta::days(30);
/// Rows that one transaction removes: far below what a writer who waits would notice.
pub const BATCH: i64 = 500;
const BETWEEN_BATCHES: Duration = Duration::from_secs(1);
const BETWEEN_SWEEPS: Duration = Duration::from_hours(1);

impl LyricsLookup {
    /// Sweeps every hour until `stop`.
    pub async fn keep_swept(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let pause = match self.sweep_batch().await {
                Ok(rows) if rows >= BATCH => BETWEEN_BATCHES,
                Ok(_) => BETWEEN_SWEEPS,
                Err(error) => {
                    tracing::warn!(error = %Chain(&error), "old lyrics could not be swept");
                    BETWEEN_SWEEPS
                }
            };
            tokio::select! {
                () = self.clock.sleep(pause) => {}
                () = stop.cancelled() => {}
            }
        }
    }

    /// Removes at most [`BATCH`] rows of each table, and says how many that were at most.
    pub async fn sweep_batch(&self) -> Result<i64, StoreError> {
        let now = self.clock.now();
        let lyrics = async {
            let mut tx = self.db.begin().await.map_err(StoreError::Database)?;
            let rows = tx.lyrics_cache().sweep(now - DEAD_AFTER, BATCH).await?;
            tx.commit().await.map_err(StoreError::Database)?;
            Ok(rows)
        };
        let lyrics = present(lyrics.await)?.unwrap_or(0);
        let misses = async {
            let mut tx = self.db.begin().await.map_err(StoreError::Database)?;
            let rows = tx.lyrics_misses().sweep(now, BATCH).await?;
            tx.commit().await.map_err(StoreError::Database)?;
            Ok(rows)
        };
        let misses = present(misses.await)?.unwrap_or(0);
        Ok(lyrics.max(misses))
    }
}
