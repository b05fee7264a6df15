//! What a button of the owner's console may do: random, once, for one person in one message, and not for long.

use super::{DbError, PerDialect, Tx, on, runtime::engine_sql};

/// A permission, as it is given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// 128 random bits in hex.
    pub token: String,
    pub person: i64,
    pub chat: i64,
    pub message: i32,
    /// What it is for, in the words of whoever gives it out.
    pub purpose: String,
    /// The plan that was shown with it.
    pub digest: String,
    pub expires_ms: i64,
}

/// What became of a permission that somebody wants to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is theirs, now used up.
    Fresh(Token),
    Used,
    Expired,
    /// It was given to somebody else, or for another message.
    NotTheirs,
    /// There is none; or it was used or expired long ago.
    Unknown,
}

/// The permissions of one bot.
#[derive(Clone, Copy)]
pub struct Tokens {
    pub bot_id: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: i64,
    chat_id: i64,
    message_id: i64,
    purpose: String,
    digest: String,
    expires_ms: i64,
    used_ms: Option<i64>,
}

impl Tokens {
    /// A new secret.
    pub fn secret() -> String {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the system has random numbers");
        format!("{:032x}", u128::from_be_bytes(bytes))
    }

    /// Gives one out. What the same message permitted before, it does not permit any more.
    pub async fn issue(self, tx: &mut Tx, token: &Token) -> Result<(), DbError> {
        const REPLACE: PerDialect = engine_sql!(
            "DELETE FROM ",
            "tokens",
            " WHERE bot_id = $1 AND chat_id = $2 AND message_id = $3 AND used_ms IS NULL"
        );
        const ISSUE: PerDialect = engine_sql!(
            "INSERT INTO ",
            "tokens",
            " (bot_id, token, person_id, chat_id, message_id, purpose, digest, expires_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        );
        on!(tx, conn => {
            sqlx::query(REPLACE.for_conn(conn))
                .bind(self.bot_id).bind(token.chat).bind(i64::from(token.message))
                .execute(&mut *conn).await
                .map_err(DbError::doing("replace a permission"))?;
            sqlx::query(ISSUE.for_conn(conn))
                .bind(self.bot_id).bind(&token.token).bind(token.person).bind(token.chat).bind(i64::from(token.message))
                .bind(&token.purpose).bind(&token.digest).bind(token.expires_ms)
                .execute(conn).await.map(drop)
        })
        .map_err(DbError::doing("give a permission"))
    }

    /// Uses one up, in this transaction. `message` is where it was pressed; nothing where a code is typed instead.
    pub async fn take(
        self,
        tx: &mut Tx,
        token: &str,
        (person, chat, message): (i64, i64, Option<i32>),
        now_ms: i64,
    ) -> Result<Taken, DbError> {
        const TAKE: PerDialect = engine_sql!(
            "UPDATE ",
            "tokens",
            " SET used_ms = $3 WHERE bot_id = $1 AND token = $2 AND used_ms IS NULL"
        );
        let found = self
            .look(tx, token, (person, chat, message), now_ms)
            .await?;
        if !matches!(found, Taken::Fresh(_)) {
            return Ok(found);
        }
        let won = on!(tx, conn => {
            sqlx::query(TAKE.for_conn(conn)).bind(self.bot_id).bind(token).bind(now_ms).execute(conn).await.map(|done| done.rows_affected() > 0)
        })
        .map_err(DbError::doing("use a permission"))?;
        Ok(if won { found } else { Taken::Used })
    }

    /// Looks at one without using it.
    pub async fn look(
        self,
        tx: &mut Tx,
        token: &str,
        (person, chat, message): (i64, i64, Option<i32>),
        now_ms: i64,
    ) -> Result<Taken, DbError> {
        const LOOK: PerDialect = engine_sql!(
            "SELECT person_id, chat_id, message_id, purpose, digest, expires_ms, used_ms FROM ",
            "tokens",
            " WHERE bot_id = $1 AND token = $2"
        );
        let row: Option<Row> = on!(tx, conn => {
            sqlx::query_as(LOOK.for_conn(conn)).bind(self.bot_id).bind(token).fetch_optional(conn).await
        })
        .map_err(DbError::doing("look at a permission"))?;
        let Some(row) = row else {
            return Ok(Taken::Unknown);
        };
        let in_message = i32::try_from(row.message_id).unwrap_or_default();
        let is_theirs = row.person_id == person
            && row.chat_id == chat
            && message.is_none_or(|message| message == in_message);
        Ok(if !is_theirs {
            Taken::NotTheirs
        } else if row.used_ms.is_some() {
            Taken::Used
        } else if row.expires_ms <= now_ms {
            Taken::Expired
        } else {
            Taken::Fresh(Token {
                token: token.to_owned(),
                person,
                chat,
                message: in_message,
                purpose: row.purpose,
                digest: row.digest,
                expires_ms: row.expires_ms,
            })
        })
    }

    /// Forgets what expired before.
    pub async fn sweep(self, tx: &mut Tx, before_ms: i64) -> Result<(), DbError> {
        const SWEEP: PerDialect = engine_sql!(
            "DELETE FROM ",
            "tokens",
            " WHERE bot_id = $1 AND expires_ms < $2"
        );
        on!(tx, conn => {
            sqlx::query(SWEEP.for_conn(conn)).bind(self.bot_id).bind(before_ms).execute(conn).await.map(drop)
        })
        .map_err(DbError::doing("forget permissions"))
    }
}
