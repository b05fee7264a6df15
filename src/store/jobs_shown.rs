//! What people are shown of their `jobs` while they wait: their place in the line, and how far the work is.

use chrono::{DateTime, Utc};

use super::{StoreError, jobs::Jobs};
use crate::{db::on, domain::JobId};

/// A job that waits for its turn.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    #[sqlx(try_from = "i64")]
    pub id: JobId,
    pub user_id: Option<i64>,
    pub chat_id: Option<i64>,
    pub reply_to: Option<i64>,
    pub language: String,
    pub subject: String,
    pub progress_message: Option<i64>,
    /// When somebody was last told how far it is.
    pub told_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// When a job of the same person was last begun.
    pub served_at: Option<DateTime<Utc>>,
}

impl Jobs<'_> {
    /// Everything of a kind that waits for its turn now, oldest first.
    pub async fn line(
        &mut self,
        kind: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Waiting>, StoreError> {
        const LINE: &str = "
            SELECT job.id, job.user_id, job.chat_id, job.reply_to, job.language, job.subject, job.progress_message,
                job.told_at, job.created_at,
                (SELECT max(served.started_at) FROM jobs AS served
                    WHERE served.user_id = job.user_id AND served.kind = $1) AS served_at
            FROM jobs AS job
            WHERE job.kind = $1 AND job.state = 'waiting' AND job.run_at <= $2 ORDER BY job.id";
        on!(self.0, conn => sqlx::query_as(LINE).bind(kind).bind(now).fetch_all(conn).await)
            .map_err(StoreError::doing("look who waits"))
    }

    /// Takes the turn to tell how far a waiting job is; false where somebody else told it since `since`.
    pub async fn may_tell(
        &mut self,
        id: JobId,
        since: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const TELL: &str = "
            UPDATE jobs SET told_at = $3
            WHERE id = $1 AND state = 'waiting' AND coalesce(told_at, created_at) = coalesce($2, created_at)";
        let done = on!(self.0, conn => {
            sqlx::query(TELL).bind(id.get()).bind(since).bind(now).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(done.map_err(StoreError::doing("take the turn to tell"))? == 1)
    }

    /// Remembers the message that shows how far a job is; false where there is nothing to show any more.
    pub async fn set_progress_message(
        &mut self,
        id: JobId,
        message: Option<i64>,
    ) -> Result<bool, StoreError> {
        const SET: &str = "
            UPDATE jobs SET progress_message = $2 WHERE id = $1 AND state <> 'done' AND NOT is_cancelled";
        let done = on!(self.0, conn => {
            sqlx::query(SET).bind(id.get()).bind(message).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(done.map_err(StoreError::doing("remember a message"))? == 1)
    }

    /// The message that shows how far a job is.
    pub async fn progress_message(&mut self, id: JobId) -> Result<Option<i64>, StoreError> {
        const GET: &str = "SELECT progress_message FROM jobs WHERE id = $1";
        let message: Option<Option<i64>> =
            on!(self.0, conn => sqlx::query_scalar(GET).bind(id.get()).fetch_optional(conn).await)
                .map_err(StoreError::doing("look for a message"))?;
        Ok(message.flatten())
    }
}
