//! What the owner's console remembers from one start to the next: a verdict with its age, what the owners were told.

use super::{DbError, PerDialect, Tx, on, runtime::engine_sql};

/// The notes of one bot.
#[derive(Clone, Copy)]
pub struct Notes {
    pub bot_id: i64,
}

impl Notes {
    /// A note, and when it was written.
    pub async fn find(self, tx: &mut Tx, name: &str) -> Result<Option<(String, i64)>, DbError> {
        const FIND: PerDialect = engine_sql!(
            "SELECT value, at_ms FROM ",
            "notes",
            " WHERE bot_id = $1 AND name = $2"
        );
        on!(tx, conn => {
            sqlx::query_as(FIND.for_conn(conn)).bind(self.bot_id).bind(name).fetch_optional(conn).await
        })
        .map_err(DbError::doing("read a note"))
    }

    /// The notes whose names begin so, and when they were written.
    pub async fn beginning(self, tx: &mut Tx, start: &str) -> Result<Vec<(String, i64)>, DbError> {
        const BEGINNING: PerDialect = engine_sql!(
            "SELECT name, at_ms FROM ",
            "notes",
            " WHERE bot_id = $1 AND substr(name, 1, length($2)) = $2 ORDER BY name"
        );
        on!(tx, conn => {
            sqlx::query_as(BEGINNING.for_conn(conn)).bind(self.bot_id).bind(start).fetch_all(conn).await
        })
        .map_err(DbError::doing("read notes"))
    }

    pub async fn write(
        self,
        tx: &mut Tx,
        name: &str,
        value: &str,
        now_ms: i64,
    ) -> Result<(), DbError> {
        const WRITE: PerDialect = engine_sql!(
            "INSERT INTO ",
            "notes",
            " (bot_id, name, value, at_ms) VALUES ($1, $2, $3, $4)
             ON CONFLICT (bot_id, name) DO UPDATE SET value = excluded.value, at_ms = excluded.at_ms"
        );
        on!(tx, conn => {
            sqlx::query(WRITE.for_conn(conn)).bind(self.bot_id).bind(name).bind(value).bind(now_ms).execute(conn).await.map(drop)
        })
        .map_err(DbError::doing("write a note"))
    }

    /// Writes an empty note where there is none. True: there was none.
    pub async fn claim(self, tx: &mut Tx, name: &str, now_ms: i64) -> Result<bool, DbError> {
        const CLAIM: PerDialect = engine_sql!(
            "INSERT INTO ",
            "notes",
            " (bot_id, name, value, at_ms) VALUES ($1, $2, '', $3) ON CONFLICT (bot_id, name) DO NOTHING"
        );
        on!(tx, conn => {
            sqlx::query(CLAIM.for_conn(conn)).bind(self.bot_id).bind(name).bind(now_ms).execute(conn).await.map(|done| done.rows_affected() > 0)
        })
        .map_err(DbError::doing("claim a note"))
    }

    /// Whether something that is done every so often is due; then its time is noted, and nobody else does it. Not when it is
    /// asked for the first time.
    pub async fn turn(
        self,
        tx: &mut Tx,
        name: &str,
        now_ms: i64,
        every_ms: i64,
    ) -> Result<bool, DbError> {
        const TURN: PerDialect = engine_sql!(
            "UPDATE ",
            "notes",
            " SET at_ms = $3 WHERE bot_id = $1 AND name = $2 AND at_ms <= $4"
        );
        let turned = on!(&mut *tx, conn => {
            sqlx::query(TURN.for_conn(conn)).bind(self.bot_id).bind(name).bind(now_ms).bind(now_ms - every_ms)
                .execute(conn).await.map(|done| done.rows_affected() > 0)
        })
        .map_err(DbError::doing("look whether it is time"))?;
        if !turned {
            self.claim(tx, name, now_ms).await?;
        }
        Ok(turned)
    }

    pub async fn forget(self, tx: &mut Tx, name: &str) -> Result<(), DbError> {
        const FORGET: PerDialect =
            engine_sql!("DELETE FROM ", "notes", " WHERE bot_id = $1 AND name = $2");
        on!(tx, conn => {
            sqlx::query(FORGET.for_conn(conn)).bind(self.bot_id).bind(name).execute(conn).await.map(drop)
        })
        .map_err(DbError::doing("forget a note"))
    }
}
