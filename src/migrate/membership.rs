//! A process that stays among those that work on the database for as long as it runs.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::engine::Engine;
use crate::telemetry::Chain;

/// The place of this process among those that work on the database.
pub struct Membership {
    leaving: CancellationToken,
    task: JoinHandle<()>,
}

impl Membership {
    pub fn begin(engine: &Engine) -> Self {
        let leaving = CancellationToken::new();
        let task = tokio::spawn(stay_among_peers(engine.clone(), leaving.clone()));
        Self { leaving, task }
    }

    pub async fn leave(self) {
        self.leaving.cancel();
        let _ = tokio::time::timeout(Duration::from_secs(1), self.task).await;
    }
}

/// Tells the other processes that this one is here, pauses when a migration asks for it, notices what others migrate.
async fn stay_among_peers(engine: Engine, leaving: CancellationToken) {
    let mut is_told = false;
    while !leaving.is_cancelled() {
        let trouble = match engine.join().await {
            Ok(mut member) => {
                is_told = false;
                let ended = tokio::select! {
                    error = member.keep_beating(|| tracing::info!("somebody changed the schema")) => Some(error),
                    () = leaving.cancelled() => None,
                };
                if ended.is_none() {
                    member.leave().await;
                }
                ended
            }
            Err(error) => Some(error),
        };
        if let Some(error) = trouble
            && !std::mem::replace(&mut is_told, true)
        {
            tracing::warn!(error = %Chain(&error), "the other processes cannot be heard; trying again");
        }
        tokio::select! {
            () = engine.clock.sleep(Duration::from_secs(1)) => {}
            () = leaving.cancelled() => {}
        }
    }
}
