//! What an owner approved in the chat. The journal says what a run did; this says in which message it is told.

use super::{DbError, PerDialect, Tx, on, runtime::engine_sql};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub id: String,
    pub person: i64,
    pub chat: i64,
    pub message: i32,
    /// The process that does it.
    pub process: String,
    /// What is done, in the words of whoever asked.
    pub purpose: String,
    /// The plan that was approved.
    pub digest: String,
    pub approved_ms: i64,
}

/// The runs of one bot.
#[derive(Clone, Copy)]
pub struct Runs {
    pub bot_id: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: i64,
    chat_id: i64,
    message_id: i64,
    process: String,
    purpose: String,
    digest: String,
    approved_ms: i64,
}

impl Runs {
    pub async fn begin(self, tx: &mut Tx, run: &Run) -> Result<(), DbError> {
        const BEGIN: PerDialect = engine_sql!(
            "INSERT INTO ",
            "runs",
            " (bot_id, id, person_id, chat_id, message_id, process, purpose, digest, approved_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        );
        on!(tx, conn => {
            sqlx::query(BEGIN.for_conn(conn))
                .bind(self.bot_id).bind(&run.id).bind(run.person).bind(run.chat).bind(i64::from(run.message))
                .bind(&run.process).bind(&run.purpose).bind(&run.digest).bind(run.approved_ms)
                .execute(conn).await.map(drop)
        })
        .map_err(DbError::doing("note a run"))
    }

    /// It ended, and the one who asked was told.
    pub async fn end(self, tx: &mut Tx, id: &str, now_ms: i64) -> Result<(), DbError> {
        const END: PerDialect = engine_sql!(
            "UPDATE ",
            "runs",
            " SET ended_ms = $3 WHERE bot_id = $1 AND id = $2"
        );
        on!(tx, conn => {
            sqlx::query(END.for_conn(conn)).bind(self.bot_id).bind(id).bind(now_ms).execute(conn).await.map(drop)
        })
        .map_err(DbError::doing("note the end of a run"))
    }

    /// Those that did not end, oldest first.
    pub async fn open(self, tx: &mut Tx) -> Result<Vec<Run>, DbError> {
        const OPEN: PerDialect = engine_sql!(
            "SELECT id, person_id, chat_id, message_id, process, purpose, digest, approved_ms FROM ",
            "runs",
            " WHERE bot_id = $1 AND ended_ms IS NULL ORDER BY approved_ms"
        );
        let rows: Vec<Row> = on!(tx, conn => {
            sqlx::query_as(OPEN.for_conn(conn)).bind(self.bot_id).fetch_all(conn).await
        })
        .map_err(DbError::doing("look for runs that did not end"))?;
        Ok(rows
            .into_iter()
            .map(|row| Run {
                id: row.id,
                person: row.person_id,
                chat: row.chat_id,
                message: i32::try_from(row.message_id).unwrap_or_default(),
                process: row.process,
                purpose: row.purpose,
                digest: row.digest,
                approved_ms: row.approved_ms,
            })
            .collect())
    }
}
