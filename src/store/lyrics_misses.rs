//! `lyrics_misses`: songs nobody has lyrics of, so that they are not asked for again at once. About tracks, not about people.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Column, Default, Index, Table, Type, Unique},
    },
    domain::LyricsKey,
};

pub const TABLE: Table = Table {
    name: "lyrics_misses",
    columns: &[
        Column::ID,
        Column::new("track_id", Type::Varchar(100)),
        Column::new("looked_at", Type::Time).default(Default::Now),
        Column::new("expires_at", Type::Time),
    ],
    uniques: &[Unique {
        name: "lyrics_misses_track_id_key",
        columns: &["track_id"],
    }],
    indexes: &[Index {
        name: "lyrics_misses_expires_at_idx",
        columns: &["expires_at"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

pub struct LyricsMisses<'t>(&'t mut Tx);

impl Tx {
    pub fn lyrics_misses(&mut self) -> LyricsMisses<'_> {
        LyricsMisses(self)
    }
}

impl LyricsMisses<'_> {
    /// Nobody has lyrics of this track; that holds until then.
    pub async fn note(
        &mut self,
        track: &LyricsKey,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const NOTE: &str = "
            INSERT INTO lyrics_misses (track_id, looked_at, expires_at) VALUES ($1, $2, $3)
            ON CONFLICT (track_id) DO UPDATE SET looked_at = excluded.looked_at, expires_at = excluded.expires_at";
        on!(self.0, conn => {
            let query = sqlx::query(NOTE).bind(track.as_str()).bind(now).bind(until);
            query.execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("note that there are no lyrics"))
    }

    /// Whether it is known that nobody has lyrics of this track.
    pub async fn holds(
        &mut self,
        track: &LyricsKey,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const UNTIL: &str = "SELECT expires_at FROM lyrics_misses WHERE track_id = $1";
        let until: Option<DateTime<Utc>> = on!(self.0, conn => {
            sqlx::query_scalar(UNTIL).bind(track.as_str()).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("look whether there are no lyrics"))?;
        Ok(until.is_some_and(|until| now < until))
    }

    /// True: there was something to forget.
    pub async fn forget(&mut self, track: &LyricsKey) -> Result<bool, StoreError> {
        const FORGET: &str = "DELETE FROM lyrics_misses WHERE track_id = $1";
        let rows = on!(self.0, conn => {
            sqlx::query(FORGET).bind(track.as_str()).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(rows.map_err(StoreError::doing("forget that there are no lyrics"))? > 0)
    }

    pub async fn forget_all(&mut self) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM lyrics_misses";
        on!(self.0, conn => sqlx::query(FORGET).execute(conn).await.map(drop))
            .map_err(StoreError::doing("forget all that had no lyrics"))
    }

    /// Removes some of what does not hold any more, and says how many rows that were.
    pub async fn sweep(&mut self, now: DateTime<Utc>, at_most: i64) -> Result<i64, StoreError> {
        const SWEEP: &str = "
            DELETE FROM lyrics_misses WHERE id IN
                (SELECT id FROM lyrics_misses WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
        let rows = on!(self.0, conn => {
            sqlx::query(SWEEP).bind(now).bind(at_most).execute(conn).await.map(|done| done.rows_affected())
        });
        let rows = rows.map_err(StoreError::doing("sweep what had no lyrics"))?;
        Ok(rows.cast_signed())
    }
}
