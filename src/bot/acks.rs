//! The notes that an update is done. They are written together, many in one transaction; what they hold on to, a wire
//! slot of the outbox, is let go only when the note is stored.

use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc};

use crate::{db::Inbox, telemetry::Chain};

/// An update whose answer is out.
pub(super) struct Ack {
    pub(super) update_id: i64,
    /// Held until the note is stored.
    pub(super) slot: Option<OwnedSemaphorePermit>,
}

/// The most notes in one transaction.
const TOGETHER: usize = 64;

/// Writes notes until the last sender is gone.
pub(super) async fn write(inbox: Inbox, mut acks: mpsc::Receiver<Ack>) {
    let mut batch = Vec::with_capacity(TOGETHER);
    while acks.recv_many(&mut batch, TOGETHER).await > 0 {
        let update_ids: Vec<i64> = batch.iter().map(|ack| ack.update_id).collect();
        let mut pause = Duration::from_millis(100);
        while let Err(error) = inbox.done(&update_ids).await {
            tracing::error!(error = %Chain(&error), "the inbox cannot be written; trying again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
        // Lets the wire slots go.
        batch.drain(..).for_each(|ack| drop(ack.slot));
    }
}
