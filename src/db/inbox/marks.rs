//! What is written down about updates when an effect is committed: the answer beside it, or that they are done. On SQLite it
//! is written for everybody who shares the commit, in one statement of each kind.

use std::sync::Arc;

use sqlx::{QueryBuilder, SqliteConnection};

use super::{Inbox, push_ids};
use crate::db::{DbError, PerDialect, SqliteTx, Tx, on, runtime::engine_sql};

/// What becomes of an update, and who has it.
pub(in crate::db) struct Mark {
    bot_id: i64,
    update_id: i64,
    holder: Option<Arc<str>>,
    /// What it is answered with; nothing where it is done.
    reply: Option<String>,
}

/// The rows of the inbox that a list of marks names, where they are still those of whoever names them.
macro_rules! named {
    () => {
        "json_each($1) AS mark
         WHERE bot_id = mark.value ->> 0 AND update_id = mark.value ->> 1 AND holder IS mark.value ->> 2"
    };
}

impl Mark {
    /// Writes these marks in the transaction that is open. False: it is too late for some of the answers. No update has two of
    /// them: it is done when its answer, which was stored before, is out.
    ///
    /// Where it fails the whole transaction is taken back. So SQLite need not be able to take back one statement, for which
    /// it would keep what each page was: OR FAIL says so.
    pub(in crate::db) async fn write(
        marks: &[&Self],
        conn: &mut SqliteConnection,
    ) -> sqlx::Result<bool> {
        const ANSWER: &str = concat!(
            "UPDATE OR FAIL _reprise_inbox SET state = 1, body = '', reply = mark.value ->> 3 FROM ",
            named!(),
            " AND state = 0"
        );
        const DONE: &str = concat!(
            "UPDATE OR FAIL _reprise_inbox SET state = 2, lane = '', body = '', reply = NULL FROM ",
            named!()
        );
        let (answers, done): (Vec<&Self>, Vec<&Self>) =
            marks.iter().partition(|mark| mark.is_answer());
        if !answers.is_empty() {
            // Their number is enough: each row that came back would cost a hand-over of its own.
            let answered = sqlx::query(ANSWER).bind(list(&answers)?);
            let answered = answered.execute(&mut *conn).await?.rows_affected();
            if answered != answers.len() as u64 {
                return Ok(false);
            }
        }
        if !done.is_empty() {
            sqlx::query(DONE).bind(list(&done)?).execute(conn).await?;
        }
        Ok(true)
    }

    /// Which of these updates may still have their answer. It is too late for the others: their effect happened before, or
    /// another copy has them now.
    pub(in crate::db) async fn in_time(
        answers: &[&Self],
        conn: &mut SqliteConnection,
    ) -> sqlx::Result<Vec<(i64, i64)>> {
        const IN_TIME: &str = concat!(
            "SELECT bot_id, update_id FROM _reprise_inbox, ",
            named!(),
            " AND state = 0"
        );
        let answers = list(answers)?;
        sqlx::query_as(IN_TIME).bind(answers).fetch_all(conn).await
    }

    pub(in crate::db) fn is_answer(&self) -> bool {
        self.reply.is_some()
    }

    /// Which update, and the bot it is for.
    pub(in crate::db) fn update(&self) -> (i64, i64) {
        (self.bot_id, self.update_id)
    }
}

fn list(marks: &[&Mark]) -> sqlx::Result<String> {
    let rows: Vec<_> = marks
        .iter()
        .map(|mark| (mark.bot_id, mark.update_id, &mark.holder, &mark.reply))
        .collect();
    serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))
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
        let mut tx = match tx {
            Tx::Sqlite(SqliteTx::Writing(tx)) => {
                let answer = self.mark(update_id, Some(reply));
                return tx.commit(vec![answer]).await.map_err(failed);
            }
            // Nobody shares a commit there. What SQLite does is in [`Mark::write`].
            tx => tx,
        };
        let stored = on!(&mut tx, conn => {
            sqlx::query(STORE.for_conn(conn)).bind(self.bot_id).bind(update_id).bind(self.holder.as_deref())
                .bind(reply).execute(conn).await.map(|stored| stored.rows_affected() == 1)
        })
        .map_err(failed)?;
        if stored {
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        Ok(stored)
    }

    /// Marks those of these updates that are ours as done and forgets what they said.
    pub async fn done(&self, update_ids: &[i64]) -> Result<(), DbError> {
        const DONE: PerDialect = engine_sql!(
            "UPDATE ",
            "inbox",
            " SET state = 2, lane = '', body = '', reply = NULL WHERE bot_id = "
        );
        if update_ids.is_empty() {
            return Ok(());
        }
        let failed = DbError::doing("inbox.done");
        let mut tx = self.db.begin_marks().await?;
        if let Tx::Sqlite(SqliteTx::Writing(tx)) = tx {
            let done = update_ids.iter().map(|id| self.mark(*id, None));
            return tx.commit(done.collect()).await.map(drop).map_err(failed);
        }
        on!(&mut tx, conn => {
            let mut update = QueryBuilder::new(DONE.for_conn(conn));
            update.push_bind(self.bot_id).push(" AND holder IS NOT DISTINCT FROM ").push_bind(self.holder.as_deref());
            push_ids(&mut update, update_ids);
            // The text differs with the number of ids: not worth remembering.
            update.build().persistent(false).execute(conn).await.map(drop)
        })
        .map_err(failed)?;
        tx.commit().await
    }

    fn mark(&self, update_id: i64, reply: Option<String>) -> Mark {
        Mark {
            bot_id: self.bot_id,
            update_id,
            holder: self.holder.clone(),
            reply,
        }
    }
}
