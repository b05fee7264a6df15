//! The inbox: every update lies here before Telegram is told it arrived, and until its effect is stored and its answer
//! is sent. What a kill leaves open is found again at the next start.

use sqlx::QueryBuilder;

use super::{Db, DbError, PerDialect, Tx, on, runtime::engine_sql};

/// An update as it arrived: which queue it belongs to and its text, untouched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub update_id: i64,
    /// Updates of one lane are handled one after another.
    pub lane: String,
    pub body: String,
}

/// An update that is not done yet.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenUpdate {
    pub update_id: i64,
    pub lane: String,
    pub body: String,
    /// The answer that is still to be sent; its effect is stored already and must not happen again.
    pub reply: Option<String>,
    /// It was stored just now by this process, so no earlier one can have died of it.
    #[sqlx(default)]
    pub is_fresh: bool,
}

impl OpenUpdate {
    /// An update that was stored just now.
    pub fn fresh(arrival: Arrival) -> Self {
        let Arrival {
            update_id,
            lane,
            body,
        } = arrival;
        Self {
            update_id,
            lane,
            body,
            reply: None,
            is_fresh: true,
        }
    }
}

/// The inbox of one bot. Two bots may share a database; their update numbers mean nothing to each other.
#[derive(Clone)]
pub struct Inbox {
    db: Db,
    bot_id: i64,
}

impl Inbox {
    pub fn new(db: Db, bot_id: i64) -> Self {
        Self { db, bot_id }
    }

    /// Stores a batch in one statement and returns the numbers of those that were not here before. From then on they
    /// outlast even a loss of power, and Telegram may forget them.
    pub async fn accept(&self, batch: &[Arrival], now_ms: i64) -> Result<Vec<i64>, DbError> {
        const INSERT: PerDialect = engine_sql!(
            "INSERT INTO ",
            "inbox",
            " (bot_id, update_id, lane, body, received_ms) "
        );
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.db.begin_durable().await?;
        let fresh: Vec<i64> = on!(&mut tx, conn => {
            let mut insert = QueryBuilder::new(INSERT.for_conn(conn));
            insert.push_values(batch, |mut row, arrival| {
                row.push_bind(self.bot_id)
                    .push_bind(arrival.update_id)
                    .push_bind(&arrival.lane)
                    .push_bind(&arrival.body)
                    .push_bind(now_ms);
            });
            insert.push(" ON CONFLICT (bot_id, update_id) DO NOTHING RETURNING update_id");
            insert.build_query_scalar().persistent(false).fetch_all(conn).await.map_err(DbError::doing("inbox.accept"))
        })?;
        tx.commit().await?;
        Ok(fresh)
    }

    /// Notes that an update is handled once more, before it is, and says the how manieth time it is. One that brings
    /// the process down must not do so for ever.
    pub async fn note_attempt(&self, update_id: i64) -> Result<i64, DbError> {
        const NOTE: PerDialect = engine_sql!(
            "UPDATE ",
            "inbox",
            " SET attempts = attempts + 1 WHERE bot_id = $1 AND update_id = $2 RETURNING attempts"
        );
        let mut tx = self.db.begin().await?;
        let attempts = on!(&mut tx, conn => {
            sqlx::query_scalar(NOTE.for_conn(conn)).bind(self.bot_id).bind(update_id).fetch_one(conn).await
        })
        .map_err(DbError::doing("note an attempt"))?;
        tx.commit().await?;
        Ok(attempts)
    }

    /// Open updates after `after`, oldest first.
    pub async fn open_after(&self, after: i64, limit: i64) -> Result<Vec<OpenUpdate>, DbError> {
        const OPEN: PerDialect = engine_sql!(
            "SELECT update_id, lane, body, reply FROM ",
            "inbox",
            " WHERE bot_id = $1 AND state < 2 AND update_id > $2 ORDER BY update_id LIMIT $3"
        );
        let mut tx = self.db.glance().await?;
        on!(&mut tx, conn => sqlx::query_as(OPEN.for_conn(conn)).bind(self.bot_id).bind(after).bind(limit).fetch_all(conn).await)
            .map_err(DbError::doing("inbox.open_after"))
    }

    /// Open updates of one lane after `after`, oldest first.
    pub async fn open_in_lane(
        &self,
        lane: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<OpenUpdate>, DbError> {
        const OPEN: PerDialect = engine_sql!(
            "SELECT update_id, lane, body, reply FROM ",
            "inbox",
            " WHERE bot_id = $1 AND lane = $2 AND state < 2 AND update_id > $3 ORDER BY update_id LIMIT $4"
        );
        let mut tx = self.db.glance().await?;
        on!(&mut tx, conn => sqlx::query_as(OPEN.for_conn(conn)).bind(self.bot_id).bind(lane).bind(after).bind(limit).fetch_all(conn).await)
            .map_err(DbError::doing("inbox.open_in_lane"))
    }

    /// Stores the answer beside the effect, in the effect's own transaction. False: the effect happened before.
    pub async fn store_reply(
        &self,
        tx: &mut Tx,
        update_id: i64,
        reply: &str,
    ) -> Result<bool, DbError> {
        const STORE: PerDialect = engine_sql!(
            "UPDATE ",
            "inbox",
            " SET state = 1, reply = $3, body = '' WHERE bot_id = $1 AND update_id = $2 AND state = 0"
        );
        let done = on!(tx, conn => sqlx::query(STORE.for_conn(conn)).bind(self.bot_id).bind(update_id).bind(reply).execute(conn).await.map(|done| done.rows_affected()));
        Ok(done.map_err(DbError::doing("inbox.store_reply"))? == 1)
    }

    /// The answer that was stored with an effect and is not known to be sent.
    pub async fn stored_reply(&self, update_id: i64) -> Result<Option<String>, DbError> {
        const STORED: PerDialect = engine_sql!(
            "SELECT reply FROM ",
            "inbox",
            " WHERE bot_id = $1 AND update_id = $2 AND state = 1"
        );
        let mut tx = self.db.glance().await?;
        let reply: Option<Option<String>> = on!(&mut tx, conn => {
            sqlx::query_scalar(STORED.for_conn(conn)).bind(self.bot_id).bind(update_id).fetch_optional(conn).await
        })
        .map_err(DbError::doing("look for a stored answer"))?;
        Ok(reply.flatten())
    }

    /// Marks updates as done and forgets what they said.
    pub async fn done(&self, update_ids: &[i64]) -> Result<(), DbError> {
        const DONE: PerDialect = engine_sql!(
            "UPDATE ",
            "inbox",
            " SET state = 2, lane = '', body = '', reply = NULL WHERE bot_id = "
        );
        if update_ids.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        on!(&mut tx, conn => {
            let mut update = QueryBuilder::new(DONE.for_conn(conn));
            update.push_bind(self.bot_id).push(" AND update_id IN (");
            let mut list = update.separated(", ");
            for update_id in update_ids {
                list.push_bind(*update_id);
            }
            update.push(")");
            // The text differs with the number of ids: not worth remembering.
            update.build().persistent(false).execute(conn).await.map(drop)
        })
        .map_err(DbError::doing("inbox.done"))?;
        tx.commit().await
    }

    /// Deletes done updates that arrived before `before_ms`; Telegram delivers nothing that old again.
    pub async fn sweep(&self, before_ms: i64) -> Result<u64, DbError> {
        const SWEEP: PerDialect = engine_sql!(
            "DELETE FROM ",
            "inbox",
            " WHERE state = 2 AND received_ms < $1"
        );
        let mut tx = self.db.begin().await?;
        let swept = on!(&mut tx, conn => sqlx::query(SWEEP.for_conn(conn)).bind(before_ms).execute(conn).await.map(|done| done.rows_affected()))
            .map_err(DbError::doing("inbox.sweep"))?;
        tx.commit().await?;
        Ok(swept)
    }
}
