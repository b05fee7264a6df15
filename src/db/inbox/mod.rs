//! The inbox: every update lies here before Telegram is told it arrived, and until its effect is stored and its answer
//! is sent. What a kill leaves open is found again at the next start.
//!
//! Several copies of the bot may share one on PostgreSQL. Each row then has a holder, the copy that took the update, and only
//! that one gives it an effect or calls it done; `holders` tells what becomes of the rows of one that died. On SQLite there is
//! one copy, and no holder.

mod holders;
mod marks;

use std::{collections::HashSet, sync::Arc};

use sqlx::{QueryBuilder, SqliteConnection, types::Json};

use super::{Db, DbError, PerDialect, Tx, on, runtime::engine_sql};
pub use holders::{Holder, Turn};
pub(super) use marks::Mark;

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
    /// Another copy may have earlier updates of the lane: to be looked at before this one is handled.
    #[sqlx(default)]
    pub is_behind: bool,
}

/// An update that was not here before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Accepted {
    pub update_id: i64,
    pub is_behind: bool,
}

impl OpenUpdate {
    /// An update that was stored just now.
    pub fn fresh(arrival: Arrival, is_behind: bool) -> Self {
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
            is_behind,
        }
    }
}

/// The inbox of one bot. Two bots may share a database; their update numbers mean nothing to each other.
#[derive(Clone)]
pub struct Inbox {
    db: Db,
    bot_id: i64,
    holder: Option<Arc<str>>,
}

impl Inbox {
    pub fn new(db: Db, bot_id: i64) -> Self {
        Self {
            db,
            bot_id,
            holder: None,
        }
    }

    /// The same for one of several copies of the bot.
    #[must_use]
    pub fn held_by(mut self, copy: &str) -> Self {
        self.holder = Some(copy.into());
        self
    }

    /// Stores a batch in one statement and returns those that were not here before. From then on they outlast even a loss
    /// of power, and Telegram may forget them.
    ///
    /// Telegram sends an update of a chat when the one before is stored. So where another copy has updates of the lane that
    /// come first, they are seen here. To look at the newest of them is enough: where that one is ours, this one gets in
    /// line behind it.
    pub async fn accept(&self, batch: &[Arrival], now_ms: i64) -> Result<Vec<Accepted>, DbError> {
        const INSERT: PerDialect = engine_sql!(
            "INSERT INTO ",
            "inbox",
            " AS arrived (bot_id, update_id, lane, body, received_ms, holder) "
        );
        const NEW: PerDialect = PerDialect {
            sqlite: " ON CONFLICT (bot_id, update_id) DO NOTHING",
            postgres: " ON CONFLICT (bot_id, update_id) DO NOTHING RETURNING update_id, coalesce((
                SELECT earlier.holder IS DISTINCT FROM arrived.holder FROM reprise_engine._reprise_inbox AS earlier
                WHERE earlier.bot_id = arrived.bot_id AND earlier.lane = arrived.lane AND earlier.state < 2
                    AND earlier.update_id < arrived.update_id
                ORDER BY earlier.update_id DESC LIMIT 1
            ), FALSE) AS is_behind",
        };
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.db.begin_durable().await?;
        // In one row, and nobody else writes meanwhile. Each row that an insert returned would be handed over by itself.
        let known = match &mut tx {
            Tx::Sqlite(conn) => Some(self.known_among(batch, conn).await?),
            Tx::Postgres(_) => None,
        };
        let inserted = on!(&mut tx, conn => {
            let mut insert = QueryBuilder::new(INSERT.for_conn(conn));
            insert.push_values(batch, |mut row, arrival| {
                row.push_bind(self.bot_id)
                    .push_bind(arrival.update_id)
                    .push_bind(&arrival.lane)
                    .push_bind(&arrival.body)
                    .push_bind(now_ms)
                    .push_bind(self.holder.as_deref());
            });
            insert.push(NEW.for_conn(conn));
            insert.build_query_as().persistent(false).fetch_all(conn).await.map_err(DbError::doing("inbox.accept"))
        })?;
        tx.commit().await?;
        let Some(mut known) = known else {
            return Ok(inserted);
        };
        let ids = batch.iter().map(|arrival| arrival.update_id);
        let fresh = ids.filter(|update_id| known.insert(*update_id));
        let accepted = |update_id| Accepted {
            update_id,
            is_behind: false,
        };
        Ok(fresh.map(accepted).collect())
    }

    /// Which of these updates are here already.
    async fn known_among(
        &self,
        batch: &[Arrival],
        conn: &mut SqliteConnection,
    ) -> Result<HashSet<i64>, DbError> {
        const KNOWN: &str = "
            SELECT json_group_array(update_id) FROM _reprise_inbox
            WHERE bot_id = $1 AND update_id IN (SELECT value FROM json_each($2))";
        let ids: Vec<i64> = batch.iter().map(|arrival| arrival.update_id).collect();
        let known = sqlx::query_scalar(KNOWN).bind(self.bot_id).bind(Json(ids));
        let Json(known) = known
            .fetch_one(conn)
            .await
            .map_err(DbError::doing("inbox.known"))?;
        Ok(known)
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

    /// Open updates after `after`, oldest first, whoever holds them.
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

    /// Those of these updates that are open and ours, oldest first.
    pub async fn open_among(&self, update_ids: &[i64]) -> Result<Vec<OpenUpdate>, DbError> {
        const OPEN: PerDialect = engine_sql!(
            "SELECT update_id, lane, body, reply FROM ",
            "inbox",
            " WHERE state < 2 AND bot_id = "
        );
        if update_ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.db.glance().await?;
        on!(&mut tx, conn => {
            let mut select = QueryBuilder::new(OPEN.for_conn(conn));
            select.push_bind(self.bot_id).push(" AND holder IS NOT DISTINCT FROM ").push_bind(self.holder.as_deref());
            push_ids(&mut select, update_ids);
            select.push(" ORDER BY update_id");
            select.build_query_as().persistent(false).fetch_all(conn).await
        })
        .map_err(DbError::doing("read open updates"))
    }

    /// The answer that was stored with an effect, is not known to be sent, and is ours to send.
    pub async fn stored_reply(&self, update_id: i64) -> Result<Option<String>, DbError> {
        const STORED: PerDialect = engine_sql!(
            "SELECT reply FROM ",
            "inbox",
            " WHERE bot_id = $1 AND update_id = $2 AND state = 1 AND holder IS NOT DISTINCT FROM $3"
        );
        let holder = self.holder.as_deref();
        let mut tx = self.db.glance().await?;
        let reply: Option<Option<String>> = on!(&mut tx, conn => {
            sqlx::query_scalar(STORED.for_conn(conn)).bind(self.bot_id).bind(update_id).bind(holder).fetch_optional(conn).await
        })
        .map_err(DbError::doing("look for a stored answer"))?;
        Ok(reply.flatten())
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

impl Tx {
    /// How many updates are open, of all bots and copies, and when the oldest of them came.
    pub async fn open_updates(&mut self) -> Result<(i64, Option<i64>), DbError> {
        const OPEN: PerDialect = engine_sql!(
            "SELECT count(*), min(received_ms) FROM ",
            "inbox",
            " WHERE state < 2"
        );
        on!(self, conn => sqlx::query_as(OPEN.for_conn(conn)).fetch_one(conn).await)
            .map_err(DbError::doing("count open updates"))
    }
}

fn push_ids<DB>(query: &mut QueryBuilder<DB>, update_ids: &[i64])
where
    DB: sqlx::Database,
    i64: for<'q> sqlx::Encode<'q, DB> + sqlx::Type<DB>,
{
    query.push(" AND update_id IN (");
    let mut list = query.separated(", ");
    for update_id in update_ids {
        list.push_bind(*update_id);
    }
    query.push(")");
}
