//! `lyrics_cache`: lyrics that were found, until they expire. About tracks, not about people.

use chrono::{DateTime, TimeDelta, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Column, Default, Index, Table, Type, Unique},
    },
    domain::LyricsKey,
};

pub const TABLE: Table = Table {
    name: "lyrics_cache",
    columns: &[
        Column::ID,
        Column::new("track_id", Type::Varchar(100)),
        Column::new("artist", Type::Varchar(200)),
        Column::new("title", Type::Varchar(200)),
        Column::new("lyrics", Type::Text),
        Column::new("cached_at", Type::Time).default(Default::Now),
        Column::new("expires_at", Type::Time),
        Column::new("ttl_days", Type::BigInt).default(Default::Int(7)),
    ],
    uniques: &[Unique {
        name: "lyrics_cache_track_id_key",
        columns: &["track_id"],
    }],
    indexes: &[Index {
        name: "lyrics_cache_expires_at_idx",
        columns: &["expires_at"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

/// Lyrics as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CachedLyrics {
    pub id: i64,
    pub artist: String,
    pub title: String,
    /// LRC, which may have no times.
    pub lyrics: String,
    pub cached_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ttl_days: i64,
}

impl CachedLyrics {
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at
    }
}

/// Lyrics to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewLyrics<'a> {
    pub artist: &'a str,
    pub title: &'a str,
    pub lyrics: &'a str,
    pub ttl_days: i64,
}

pub struct LyricsCache<'t>(&'t mut Tx);

impl Tx {
    pub fn lyrics_cache(&mut self) -> LyricsCache<'_> {
        LyricsCache(self)
    }
}

impl LyricsCache<'_> {
    pub async fn find(&mut self, track: &LyricsKey) -> Result<Option<CachedLyrics>, StoreError> {
        const FIND: &str = "
            SELECT id, artist, title, lyrics, cached_at, expires_at, ttl_days FROM lyrics_cache WHERE track_id = $1";
        on!(self.0, conn => sqlx::query_as(FIND).bind(track.as_str()).fetch_optional(conn).await)
            .map_err(StoreError::doing("look for kept lyrics"))
    }

    /// By the number of the row, which buttons carry.
    pub async fn get(&mut self, id: i64) -> Result<Option<CachedLyrics>, StoreError> {
        const GET: &str = "
            SELECT id, artist, title, lyrics, cached_at, expires_at, ttl_days FROM lyrics_cache WHERE id = $1";
        on!(self.0, conn => sqlx::query_as(GET).bind(id).fetch_optional(conn).await)
            .map_err(StoreError::doing("read kept lyrics"))
    }

    /// Keeps lyrics, in place of older ones of the track.
    pub async fn put(
        &mut self,
        track: &LyricsKey,
        new: NewLyrics<'_>,
        now: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        const PUT: &str = "
            INSERT INTO lyrics_cache (track_id, artist, title, lyrics, cached_at, expires_at, ttl_days)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (track_id) DO UPDATE SET artist = excluded.artist, title = excluded.title,
                lyrics = excluded.lyrics, cached_at = excluded.cached_at, expires_at = excluded.expires_at,
                ttl_days = excluded.ttl_days
            RETURNING id";
        // Whatever somebody wrote into a row: from a day to ten years.
        let ttl_days = new.ttl_days.clamp(1, 3_650);
        let expires_at = now + TimeDelta::days(ttl_days);
        on!(self.0, conn => {
            let query = sqlx::query_scalar(PUT).bind(track.as_str()).bind(new.artist).bind(new.title);
            let query = query.bind(new.lyrics).bind(now).bind(expires_at).bind(ttl_days);
            query.fetch_one(conn).await
        })
        .map_err(StoreError::doing("keep lyrics"))
    }

    /// True: there was something to forget.
    pub async fn forget(&mut self, track: &LyricsKey) -> Result<bool, StoreError> {
        const FORGET: &str = "DELETE FROM lyrics_cache WHERE track_id = $1";
        let rows = on!(self.0, conn => {
            sqlx::query(FORGET).bind(track.as_str()).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(rows.map_err(StoreError::doing("forget kept lyrics"))? > 0)
    }

    pub async fn forget_all(&mut self) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM lyrics_cache";
        on!(self.0, conn => sqlx::query(FORGET).execute(conn).await.map(drop))
            .map_err(StoreError::doing("forget all kept lyrics"))
    }

    pub async fn count(&mut self) -> Result<i64, StoreError> {
        const COUNT: &str = "SELECT count(*) FROM lyrics_cache";
        on!(self.0, conn => sqlx::query_scalar(COUNT).fetch_one(conn).await)
            .map_err(StoreError::doing("count kept lyrics"))
    }

    /// Removes some of what expired before `dead`, the oldest first, and says how many rows that were.
    pub async fn sweep(&mut self, dead: DateTime<Utc>, at_most: i64) -> Result<i64, StoreError> {
        const SWEEP: &str = "
            DELETE FROM lyrics_cache WHERE id IN
                (SELECT id FROM lyrics_cache WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
        let rows = on!(self.0, conn => {
            sqlx::query(SWEEP).bind(dead).bind(at_most).execute(conn).await.map(|done| done.rows_affected())
        });
        let rows = rows.map_err(StoreError::doing("sweep kept lyrics"))?;
        Ok(rows.cast_signed())
    }
}
