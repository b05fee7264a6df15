//! Answers, stored beside their effects: on SQLite for everybody who shares a commit, in one statement.

use std::sync::Arc;

use sqlx::SqliteConnection;

use super::Inbox;
use crate::db::{DbError, PerDialect, SqliteTx, Tx, on, runtime::engine_sql};

/// An update, and the bot it is for.
pub(in crate::db) type UpdateOf = (i64, i64);

/// What an update is answered with, and who has the update.
pub(in crate::db) struct Answer {
    bot_id: i64,
    update_id: i64,
    holder: Option<Arc<str>>,
    reply: String,
}

impl Answer {
    /// Stores these answers in the transaction that is open. False: it is too late for some of them.
    pub(in crate::db) async fn store(
        answers: &[&Self],
        conn: &mut SqliteConnection,
    ) -> sqlx::Result<bool> {
        const STORE: &str = "
            UPDATE _reprise_inbox SET state = 1, body = '', reply = answer.value ->> 3
            FROM json_each($1) AS answer
            WHERE bot_id = answer.value ->> 0 AND update_id = answer.value ->> 1 AND holder IS answer.value ->> 2
                AND state = 0";
        let list = Self::list(answers)?;
        // Their number is enough: each row that came back would cost a hand-over of its own.
        let stored = sqlx::query(STORE).bind(list).execute(conn).await?;
        Ok(stored.rows_affected() == answers.len() as u64)
    }

    /// Which updates may still have their answer. It is too late for the others: their effect happened before, or another
    /// copy has them now.
    pub(in crate::db) async fn in_time(
        answers: &[&Self],
        conn: &mut SqliteConnection,
    ) -> sqlx::Result<Vec<UpdateOf>> {
        const IN_TIME: &str = "
            SELECT bot_id, update_id FROM json_each($1) AS answer, _reprise_inbox
            WHERE bot_id = answer.value ->> 0 AND update_id = answer.value ->> 1 AND holder IS answer.value ->> 2
                AND state = 0";
        let list = Self::list(answers)?;
        sqlx::query_as(IN_TIME).bind(list).fetch_all(conn).await
    }

    fn list(answers: &[&Self]) -> sqlx::Result<String> {
        let rows: Vec<_> = answers
            .iter()
            .map(|one| (one.bot_id, one.update_id, &one.holder, &one.reply))
            .collect();
        serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))
    }

    pub(in crate::db) fn update(&self) -> UpdateOf {
        (self.bot_id, self.update_id)
    }
}

impl Inbox {
    /// Commits an effect with its answer beside it. False, and neither is kept: the effect happened before, or another copy
    /// has the update now.
    pub async fn commit_with_reply(
        &self,
        tx: Tx,
        update_id: i64,
        reply: String,
    ) -> Result<bool, DbError> {
        const STORE: PerDialect = engine_sql!(
            "UPDATE ",
            "inbox",
            " SET state = 1, body = '', reply = $4
              WHERE bot_id = $1 AND update_id = $2 AND holder IS NOT DISTINCT FROM $3 AND state = 0"
        );
        let failed = DbError::doing("inbox.commit_with_reply");
        let answer = Answer {
            bot_id: self.bot_id,
            update_id,
            holder: self.holder.clone(),
            reply,
        };
        let mut tx = match tx {
            Tx::Sqlite(SqliteTx::Writing(tx)) => {
                return tx.commit(Some(answer)).await.map_err(failed);
            }
            // Nobody shares a commit there.
            tx => tx,
        };
        let stored = on!(&mut tx, conn => {
            sqlx::query(STORE.for_conn(conn)).bind(answer.bot_id).bind(answer.update_id).bind(answer.holder.as_deref())
                .bind(answer.reply).execute(conn).await.map(|stored| stored.rows_affected() == 1)
        })
        .map_err(failed)?;
        if stored {
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        Ok(stored)
    }
}
