//! `renders`: which file at Telegram is a track with a chain of effects, so that a repeat by anybody is instant. About
//! files, not about people.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::db::{
    Tx, on,
    schema::{Column, Default, Index, Table, Type, Unique},
};

pub const TABLE: Table = Table {
    name: "renders",
    columns: &[
        Column::ID,
        Column::new("file_unique_id", Type::Varchar(100)),
        Column::new("chain", Type::Varchar(64)),
        Column::new("file_id", Type::Varchar(200)),
        Column::new("seconds", Type::BigInt),
        Column::new("used_at", Type::Time).default(Default::Now),
    ],
    uniques: &[Unique {
        name: "renders_file_unique_id_key",
        columns: &["file_unique_id", "chain"],
    }],
    indexes: &[Index {
        name: "renders_used_at_idx",
        columns: &["used_at"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

/// A rendered file that Telegram has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Render {
    pub file_id: String,
    pub seconds: i64,
}

pub struct Renders<'t>(&'t mut Tx);

impl Tx {
    pub fn renders(&mut self) -> Renders<'_> {
        Renders(self)
    }
}

impl Renders<'_> {
    /// A file with this chain, which is noted to be of use.
    pub async fn find(
        &mut self,
        unique_id: &str,
        chain: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Render>, StoreError> {
        const FIND: &str = "
            UPDATE renders SET used_at = $3 WHERE file_unique_id = $1 AND chain = $2 RETURNING file_id, seconds";
        let row: Option<(String, i64)> = on!(self.0, conn => {
            sqlx::query_as(FIND).bind(unique_id).bind(chain).bind(now).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("look for a render"))?;
        Ok(row.map(|(file_id, seconds)| Render { file_id, seconds }))
    }

    pub async fn keep(
        &mut self,
        unique_id: &str,
        chain: &str,
        render: &Render,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const KEEP: &str = "
            INSERT INTO renders (file_unique_id, chain, file_id, seconds, used_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (file_unique_id, chain) DO UPDATE SET
                file_id = excluded.file_id, seconds = excluded.seconds, used_at = excluded.used_at";
        on!(self.0, conn => {
            let query = sqlx::query(KEEP).bind(unique_id).bind(chain).bind(&render.file_id);
            query.bind(render.seconds).bind(now).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("keep a render"))
    }

    /// Telegram does not have the file any more.
    pub async fn forget(&mut self, unique_id: &str, chain: &str) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM renders WHERE file_unique_id = $1 AND chain = $2";
        on!(self.0, conn => {
            sqlx::query(FORGET).bind(unique_id).bind(chain).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("forget a render"))
    }

    /// Keeps the `most` that were of use last, and of those none older than `before`.
    pub async fn sweep(&mut self, before: DateTime<Utc>, most: i64) -> Result<u64, StoreError> {
        const SWEEP: &str = "
            DELETE FROM renders WHERE used_at < $1 OR id NOT IN (
                SELECT id FROM renders ORDER BY used_at DESC, id DESC LIMIT $2)";
        on!(self.0, conn => {
            sqlx::query(SWEEP).bind(before).bind(most).execute(conn).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::doing("sweep renders"))
    }
}
