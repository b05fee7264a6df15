//! `radio_songs`: songs that people heard on the radio and kept.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Column, ForeignKey, Index, OnDelete, Table, Type, Unique},
    },
    domain::{SongId, StationId, UserId},
};

pub const TABLE: Table = Table {
    name: "radio_songs",
    columns: &[
        Column::ID,
        Column::new("user_id", Type::BigInt),
        Column::new("artist", Type::Varchar(200)),
        Column::new("title", Type::Varchar(301)),
        Column::new("station_id", Type::BigInt).nullable(),
        Column::new("saved_at", Type::Time),
    ],
    uniques: &[Unique {
        name: "radio_songs_user_id_key",
        columns: &["user_id", "artist", "title"],
    }],
    foreign_keys: &[
        ForeignKey {
            name: "radio_songs_user_id_fkey",
            columns: &["user_id"],
            table: "users",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
        ForeignKey {
            name: "radio_songs_station_id_fkey",
            columns: &["station_id"],
            table: "radio_streams",
            references: &["id"],
            on_delete: OnDelete::SetNull,
        },
    ],
    indexes: &[Index {
        name: "radio_songs_station_id_idx",
        columns: &["station_id"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

/// A song somebody kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Song {
    pub id: SongId,
    /// Empty where the station named none.
    pub artist: String,
    pub title: String,
}

pub struct RadioSongs<'t>(&'t mut Tx);

impl Tx {
    pub fn radio_songs(&mut self) -> RadioSongs<'_> {
        RadioSongs(self)
    }
}

impl RadioSongs<'_> {
    /// Keeps a song; one that is kept already moves to the front. Its number, and whether it is new.
    pub async fn keep(
        &mut self,
        person: UserId,
        artist: &str,
        title: &str,
        station: StationId,
        now: DateTime<Utc>,
    ) -> Result<SongId, StoreError> {
        const KEEP: &str = "
            INSERT INTO radio_songs (user_id, artist, title, station_id, saved_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, artist, title) DO UPDATE SET station_id = excluded.station_id, saved_at = excluded.saved_at
            RETURNING id";
        let artist: String = artist.chars().take(200).collect();
        let title: String = title.chars().take(301).collect();
        let id: i64 = on!(self.0, conn => {
            sqlx::query_scalar(KEEP)
                .bind(person.get()).bind(&artist).bind(&title).bind(station.get()).bind(now)
                .fetch_one(conn).await
        })
        .map_err(StoreError::doing("keep a song"))?;
        Ok(id.into())
    }

    /// How many songs a person keeps.
    pub async fn count_kept(&mut self, person: UserId) -> Result<i64, StoreError> {
        const COUNT: &str = "SELECT count(*) FROM radio_songs WHERE user_id = $1";
        on!(self.0, conn => sqlx::query_scalar(COUNT).bind(person.get()).fetch_one(conn).await)
            .map_err(StoreError::doing("count songs"))
    }

    /// A person's songs, the latest first.
    pub async fn kept(
        &mut self,
        person: UserId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Song>, StoreError> {
        const KEPT: &str = "
            SELECT id, artist, title FROM radio_songs WHERE user_id = $1 ORDER BY saved_at DESC, id DESC LIMIT $2 OFFSET $3";
        let rows: Vec<(i64, String, String)> = on!(self.0, conn => {
            sqlx::query_as(KEPT).bind(person.get()).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list songs"))?;
        let song = |(id, artist, title): (i64, _, _)| Song {
            id: id.into(),
            artist,
            title,
        };
        Ok(rows.into_iter().map(song).collect())
    }

    /// One song of a person.
    pub async fn find_kept(
        &mut self,
        person: UserId,
        song: SongId,
    ) -> Result<Option<Song>, StoreError> {
        const FIND: &str =
            "SELECT id, artist, title FROM radio_songs WHERE user_id = $1 AND id = $2";
        let row: Option<(i64, String, String)> = on!(self.0, conn => {
            sqlx::query_as(FIND).bind(person.get()).bind(song.get()).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("find a song"))?;
        Ok(row.map(|(id, artist, title)| Song {
            id: id.into(),
            artist,
            title,
        }))
    }

    /// Lets go of a song.
    pub async fn forget(&mut self, person: UserId, song: SongId) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM radio_songs WHERE user_id = $1 AND id = $2";
        on!(self.0, conn => sqlx::query(FORGET).bind(person.get()).bind(song.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("forget a song"))
    }
}
