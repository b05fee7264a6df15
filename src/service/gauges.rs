//! What a monitor is told that nobody counts along the way: how much waits, how late something is, how the database is.

use crate::{
    clock::Clock,
    db::{Db, DbError, Tx},
    metrics::{Kind, Metrics, State},
    store::StoreError,
};

/// Looks all of it up. Jobs are counted by these kinds.
pub async fn look(db: &Db, clock: &dyn Clock, kinds: &[&'static str], metrics: &Metrics) {
    let connections = db.connections();
    for (state, count) in [("busy", connections.busy), ("idle", connections.idle)] {
        let gauge = metrics.database_connections.get_or_create(&State { state });
        gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
    }
    let answered = match db.read().await {
        Ok(mut tx) => ask(db, &mut tx, clock, kinds, metrics).await,
        Err(error) => Err(StoreError::Database(error)),
    };
    metrics.database_up.set(i64::from(answered.is_ok()));
}

async fn ask(
    db: &Db,
    tx: &mut Tx,
    clock: &dyn Clock,
    kinds: &[&'static str],
    metrics: &Metrics,
) -> Result<(), StoreError> {
    let failed = |error: DbError| StoreError::Database(error);
    let now = clock.now();
    let (open, oldest_ms) = tx.open_updates().await.map_err(failed)?;
    metrics.inbox_open.set(open);
    let age_ms = oldest_ms.map_or(0, |oldest| now.timestamp_millis() - oldest);
    metrics.inbox_oldest_seconds.set(age_ms.max(0) / 1000);

    // What a migration took back is missed, not asked for: on PostgreSQL an error would end the transaction.
    let tables = db.tables(tx).await.map_err(failed)?;
    if tables.have(&["_sqlx_migrations"]) {
        let revision = tx.schema_revision().await.map_err(failed)?;
        metrics.schema_revision.set(revision.unwrap_or(0));
    }
    if tables.have(&["jobs"]) {
        for kind in kinds {
            let open = tx.jobs().count_open(kind).await?;
            metrics.jobs_open.get_or_create(&Kind { kind }).set(open);
        }
    }
    if tables.have(&["scheduled_playlists"]) {
        let (due, since) = tx.schedules().overdue(now).await?;
        metrics.schedules_due.set(due);
        let late = since.map_or(0, |since| (now - since).num_seconds());
        metrics.schedules_late_seconds.set(late);
    }
    Ok(())
}
