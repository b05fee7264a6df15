//! The inbox between several copies of the bot: whose turn it is, and what becomes of the rows of a copy that died.
//!
//! An update waits while another copy has an earlier one of its lane. The rows of a dead copy go to whoever takes them first;
//! from then on the dead one, should it only have been asleep, can do nothing with them: each of its statements asks for its
//! own name in the row.

use super::{Inbox, OpenUpdate};
use crate::db::{DbError, PerDialect, on};

macro_rules! turn_sql {
    ($inbox:literal) => {
        concat!(
            "SELECT state < 2 AND holder IS NOT DISTINCT FROM $3 AS is_ours, EXISTS (
                SELECT 1 FROM ",
            $inbox,
            " AS earlier
                WHERE earlier.bot_id = mine.bot_id AND earlier.lane = mine.lane AND earlier.state < 2
                    AND earlier.update_id < mine.update_id AND earlier.holder IS DISTINCT FROM $3
            ) AS is_behind FROM ",
            $inbox,
            " AS mine WHERE mine.bot_id = $1 AND mine.update_id = $2"
        )
    };
}

macro_rules! holders_sql {
    ($inbox:literal, $peers:literal) => {
        concat!(
            "SELECT others.holder AS id, peers.peer, peers.beat_at FROM (
                SELECT DISTINCT holder FROM ",
            $inbox,
            " WHERE bot_id = $1 AND state < 2 AND holder IS DISTINCT FROM $2
            ) AS others LEFT JOIN ",
            $peers,
            " AS peers ON peers.id = others.holder"
        )
    };
}

// Materialized: whoever looks twice for what it may take finds more the second time.
macro_rules! take_over_sql {
    ($inbox:literal, $lock:literal) => {
        concat!(
            "WITH those AS MATERIALIZED (
                SELECT update_id FROM ",
            $inbox,
            " WHERE bot_id = $1 AND state < 2 AND holder IS NOT DISTINCT FROM $2 ORDER BY update_id LIMIT $3",
            $lock,
            ") UPDATE ",
            $inbox,
            " SET holder = $4 WHERE bot_id = $1 AND update_id IN (SELECT update_id FROM those)
            RETURNING update_id, lane, body, reply, TRUE AS is_behind"
        )
    };
}

/// What there is to do with an update of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Nobody has an earlier one of its lane.
    Now,
    /// Another copy has.
    Later,
    /// It is done, or another copy took it.
    Gone,
}

/// Somebody else who has open updates.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Holder {
    /// Its id among the copies; `None` for updates that nobody has.
    pub id: Option<String>,
    /// What it said of itself, and when; nothing once it has left.
    pub peer: Option<String>,
    pub beat_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Standing {
    is_ours: bool,
    is_behind: bool,
}

impl Inbox {
    /// Looks whether an update of ours may be handled.
    pub async fn turn(&self, update_id: i64) -> Result<Turn, DbError> {
        const TURN: PerDialect = PerDialect {
            sqlite: turn_sql!("_reprise_inbox"),
            postgres: turn_sql!("reprise_engine._reprise_inbox"),
        };
        let holder = self.holder.as_deref();
        let mut tx = self.db.glance().await?;
        let found: Option<Standing> = on!(&mut tx, conn => {
            sqlx::query_as(TURN.for_conn(conn)).bind(self.bot_id).bind(update_id).bind(holder).fetch_optional(conn).await
        })
        .map_err(DbError::doing("look whose turn it is"))?;
        Ok(match found {
            Some(Standing {
                is_ours: true,
                is_behind,
            }) => {
                if is_behind {
                    Turn::Later
                } else {
                    Turn::Now
                }
            }
            Some(_) | None => Turn::Gone,
        })
    }

    /// The others who have open updates.
    pub async fn other_holders(&self) -> Result<Vec<Holder>, DbError> {
        const OTHERS: PerDialect = PerDialect {
            sqlite: holders_sql!("_reprise_inbox", "_reprise_peers"),
            postgres: holders_sql!(
                "reprise_engine._reprise_inbox",
                "reprise_engine._reprise_peers"
            ),
        };
        let holder = self.holder.as_deref();
        let mut tx = self.db.glance().await?;
        on!(&mut tx, conn => {
            sqlx::query_as(OTHERS.for_conn(conn)).bind(self.bot_id).bind(holder).fetch_all(conn).await
        })
        .map_err(DbError::doing("look who has open updates"))
    }

    /// Takes the oldest open updates of a copy that died. What is locked is passed by: if it died in the middle of a
    /// transaction, its server has not noticed yet.
    pub async fn take_over(
        &self,
        from: Option<&str>,
        limit: i64,
    ) -> Result<Vec<OpenUpdate>, DbError> {
        const TAKE: PerDialect = PerDialect {
            sqlite: take_over_sql!("_reprise_inbox", ""),
            postgres: take_over_sql!("reprise_engine._reprise_inbox", " FOR UPDATE SKIP LOCKED"),
        };
        let holder = self.holder.as_deref();
        let mut tx = self.db.begin().await?;
        let mut taken: Vec<OpenUpdate> = on!(&mut tx, conn => {
            sqlx::query_as(TAKE.for_conn(conn)).bind(self.bot_id).bind(from).bind(limit).bind(holder).fetch_all(conn).await
        })
        .map_err(DbError::doing("take over open updates"))?;
        tx.commit().await?;
        taken.sort_unstable_by_key(|update| update.update_id);
        Ok(taken)
    }
}
