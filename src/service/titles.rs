//! The titles of stations somebody listens to, written down as they come.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::{
    clock::Clock,
    db::Db,
    radio::{title, tuner::HeardNow},
    store::StoreError,
    telemetry::Chain,
};

/// Writes down what is heard, until there is no radio any more. A title that cannot be written is lost: the next one comes
/// in a few minutes.
pub async fn write_down(db: Db, clock: Arc<dyn Clock>, mut heard: mpsc::Receiver<HeardNow>) {
    while let Some(heard) = heard.recv().await {
        if let Err(error) = write(&db, &*clock, &heard).await {
            tracing::debug!(error = %Chain(&error), station = %heard.station, "a title is not written down");
        }
    }
}

async fn write(db: &Db, clock: &dyn Clock, heard: &HeardNow) -> Result<(), StoreError> {
    let mut tx = db.begin().await.map_err(StoreError::Database)?;
    let Some(station) = tx.radio_streams().find(heard.station).await? else {
        return Ok(());
    };
    let title = title::decode(&heard.title, station.charset);
    if title.is_empty() {
        return Ok(());
    }
    tx.radio_titles()
        .add(station.id, &title, clock.now())
        .await?;
    tx.commit().await.map_err(StoreError::Database)
}
