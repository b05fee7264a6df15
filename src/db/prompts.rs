//! What the bot asked a person to type next, in which chat. It lies with the machinery's tables, because the owner's
//! console asks for a code also while there is no application table at all.

use super::{Db, DbError, PerDialect, Tx, on, runtime::engine_sql};

/// A question that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Prompt {
    /// The feature that asked, and is given the answer.
    pub feature: String,
    /// What that feature wants to remember of it.
    pub asked: String,
    /// The update that asked; a later question in the same chat has another one.
    pub update_id: i64,
}

/// The questions of one bot.
#[derive(Clone, Copy)]
pub struct Prompts {
    pub bot_id: i64,
}

impl Prompts {
    /// Asks; what was asked before in this chat is forgotten.
    pub async fn ask(
        self,
        tx: &mut Tx,
        (chat, person): (i64, i64),
        prompt: &Prompt,
        expires_ms: i64,
    ) -> Result<(), DbError> {
        const ASK: PerDialect = engine_sql!(
            "INSERT INTO ",
            "prompts",
            " (bot_id, chat_id, person_id, feature, asked, update_id, expires_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (bot_id, chat_id, person_id) DO UPDATE
             SET feature = excluded.feature, asked = excluded.asked, update_id = excluded.update_id,
                 expires_ms = excluded.expires_ms"
        );
        on!(tx, conn => {
            sqlx::query(ASK.for_conn(conn))
                .bind(self.bot_id).bind(chat).bind(person)
                .bind(&prompt.feature).bind(&prompt.asked).bind(prompt.update_id).bind(expires_ms)
                .execute(conn).await.map(drop)
        })
        .map_err(DbError::doing("ask"))
    }

    /// What is asked of a person in a chat, if it is not too old.
    pub async fn of(
        self,
        db: &Db,
        (chat, person): (i64, i64),
        now_ms: i64,
    ) -> Result<Option<Prompt>, DbError> {
        const OF: PerDialect = engine_sql!(
            "SELECT feature, asked, update_id FROM ",
            "prompts",
            " WHERE bot_id = $1 AND chat_id = $2 AND person_id = $3 AND expires_ms > $4"
        );
        let mut tx = db.glance().await?;
        on!(&mut tx, conn => {
            sqlx::query_as(OF.for_conn(conn))
                .bind(self.bot_id).bind(chat).bind(person).bind(now_ms)
                .fetch_optional(conn).await
        })
        .map_err(DbError::doing("look for a question"))
    }

    /// Forgets the question that this update asked; one that was asked since stays. True: it was still there.
    pub async fn answered(
        self,
        tx: &mut Tx,
        (chat, person): (i64, i64),
        update_id: i64,
    ) -> Result<bool, DbError> {
        const ANSWERED: PerDialect = engine_sql!(
            "DELETE FROM ",
            "prompts",
            " WHERE bot_id = $1 AND chat_id = $2 AND person_id = $3 AND update_id = $4"
        );
        on!(tx, conn => {
            sqlx::query(ANSWERED.for_conn(conn))
                .bind(self.bot_id).bind(chat).bind(person).bind(update_id)
                .execute(conn).await.map(|done| done.rows_affected() > 0)
        })
        .map_err(DbError::doing("forget a question"))
    }

    /// Forgets whatever is asked of a person in a chat. True: something was.
    pub async fn forget(
        self,
        tx: &mut Tx,
        (chat, person): (i64, i64),
        now_ms: i64,
    ) -> Result<bool, DbError> {
        const FORGET: PerDialect = engine_sql!(
            "DELETE FROM ",
            "prompts",
            " WHERE bot_id = $1 AND chat_id = $2 AND person_id = $3 RETURNING expires_ms"
        );
        let expired: Option<i64> = on!(tx, conn => {
            sqlx::query_scalar(FORGET.for_conn(conn))
                .bind(self.bot_id).bind(chat).bind(person)
                .fetch_optional(conn).await
        })
        .map_err(DbError::doing("forget a question"))?;
        Ok(expired.is_some_and(|expires_ms| expires_ms > now_ms))
    }

    /// Forgets what nobody answered in time.
    pub async fn sweep(self, db: &Db, now_ms: i64) -> Result<(), DbError> {
        const SWEEP: PerDialect = engine_sql!("DELETE FROM ", "prompts", " WHERE expires_ms <= $1");
        let mut tx = db.begin().await?;
        on!(&mut tx, conn => sqlx::query(SWEEP.for_conn(conn)).bind(now_ms).execute(conn).await.map(drop))
            .map_err(DbError::doing("sweep questions"))?;
        tx.commit().await
    }
}
