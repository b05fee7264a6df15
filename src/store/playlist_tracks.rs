//! `playlist_tracks`: what is on a playlist, in order. A track is a file Telegram keeps, named by its ids; a station has no
//! file, and `duration_seconds` says how much of it is recorded.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Check, Column, Default, ForeignKey, Index, OnDelete, Table, Type},
    },
    domain::{AttachmentKind, EntryId, Item, Minutes, PlaylistId, StationItem, Track},
};

pub const TABLE: Table = Table {
    name: "playlist_tracks",
    columns: &[
        Column::ID,
        Column::new("playlist_id", Type::BigInt),
        Column::new("position", Type::BigInt),
        Column::new("file_id", Type::Varchar(200)),
        Column::new("file_unique_id", Type::Varchar(100)),
        Column::new("title", Type::Varchar(200)).nullable(),
        Column::new("performer", Type::Varchar(200)).nullable(),
        Column::new("duration_seconds", Type::BigInt),
        Column::new("created_at", Type::Time).default(Default::Now),
        Column::new("kind", Type::Varchar(20)).default(Default::Text("audio")),
        Column::new("station_id", Type::BigInt).nullable(),
    ],
    checks: &[Check {
        name: "playlist_tracks_duration_not_negative",
        sql: "duration_seconds >= 0",
    }],
    foreign_keys: &[
        ForeignKey {
            name: "playlist_tracks_playlist_id_fkey",
            columns: &["playlist_id"],
            table: "playlists",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
        // A station that is gone cannot be played.
        ForeignKey {
            name: "playlist_tracks_station_id_fkey",
            columns: &["station_id"],
            table: "radio_streams",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
    ],
    indexes: &[
        Index {
            name: "playlist_tracks_position_idx",
            columns: &["playlist_id", "position"],
            unique: false,
            filter: None,
        },
        Index {
            name: "playlist_tracks_station_id_idx",
            columns: &["station_id"],
            unique: false,
            filter: None,
        },
    ],
    ..Table::EMPTY
};

/// What `kind` says of a station.
const STATION: &str = "station";

/// Something in its place on a list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PlaylistTrack {
    pub id: EntryId,
    pub playlist: PlaylistId,
    #[serde(rename = "track")]
    pub item: Item,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    playlist_id: i64,
    file_id: String,
    file_unique_id: String,
    title: Option<String>,
    performer: Option<String>,
    duration_seconds: i64,
    kind: String,
    station_id: Option<i64>,
}

impl From<Row> for PlaylistTrack {
    fn from(row: Row) -> Self {
        let item = match row.station_id {
            Some(station) => Item::Station(StationItem {
                station: station.into(),
                name: row.title.unwrap_or_default(),
                minutes: Minutes::around(row.duration_seconds),
            }),
            None => Item::Track(Track {
                // A newer version of the bot may know more of them.
                kind: AttachmentKind::from_code(&row.kind).unwrap_or(AttachmentKind::Audio),
                file_id: row.file_id,
                unique_id: row.file_unique_id,
                title: row.title,
                performer: row.performer,
                seconds: row.duration_seconds,
            }),
        };
        Self {
            id: row.id.into(),
            playlist: row.playlist_id.into(),
            item,
        }
    }
}

pub struct PlaylistTracks<'t>(&'t mut Tx);

impl Tx {
    pub fn playlist_tracks(&mut self) -> PlaylistTracks<'_> {
        PlaylistTracks(self)
    }
}

impl PlaylistTracks<'_> {
    /// Puts something at the end.
    pub async fn add(
        &mut self,
        playlist: PlaylistId,
        item: &Item,
        now: DateTime<Utc>,
    ) -> Result<EntryId, StoreError> {
        const ADD: &str = "
            INSERT INTO playlist_tracks
                (playlist_id, position, kind, file_id, file_unique_id, title, performer, duration_seconds, created_at, station_id)
            VALUES ($1, (SELECT coalesce(max(position), 0) + 1 FROM playlist_tracks WHERE playlist_id = $1),
                $2, $3, $4, $5, $6, $7, $8, $9)
            RETURNING id";
        let (kind, file_id, unique_id, title, performer, station) = match item {
            Item::Track(track) => (
                track.kind.code(),
                track.file_id.as_str(),
                track.unique_id.clone(),
                track.title.as_deref(),
                track.performer.as_deref(),
                None,
            ),
            Item::Station(StationItem { station, name, .. }) => {
                // By this one that is on the list twice is found.
                let unique_id = format!("{STATION}:{station}");
                let station = Some(station.get());
                (STATION, "", unique_id, Some(name.as_str()), None, station)
            }
        };
        let id: i64 = on!(self.0, conn => {
            sqlx::query_scalar(ADD)
                .bind(playlist.get()).bind(kind).bind(file_id).bind(unique_id)
                .bind(title).bind(performer).bind(item.seconds()).bind(now).bind(station)
                .fetch_one(conn).await
        })
        .map_err(StoreError::doing("add a track"))?;
        Ok(id.into())
    }

    /// How much of a list's stations is recorded.
    pub async fn set_minutes(
        &mut self,
        playlist: PlaylistId,
        minutes: Minutes,
    ) -> Result<(), StoreError> {
        const SET: &str = "
            UPDATE playlist_tracks SET duration_seconds = $2 WHERE playlist_id = $1 AND station_id IS NOT NULL";
        on!(self.0, conn => sqlx::query(SET).bind(playlist.get()).bind(minutes.seconds()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("say how long a station is recorded"))
    }

    /// Puts the tracks of one list at the end of another, which is empty.
    pub async fn copy(
        &mut self,
        from: PlaylistId,
        to: PlaylistId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const COPY: &str = "
            INSERT INTO playlist_tracks
                (playlist_id, position, kind, file_id, file_unique_id, title, performer, duration_seconds, created_at, station_id)
            SELECT $2, position, kind, file_id, file_unique_id, title, performer, duration_seconds, $3, station_id
            FROM playlist_tracks WHERE playlist_id = $1";
        on!(self.0, conn => sqlx::query(COPY).bind(from.get()).bind(to.get()).bind(now).execute(conn).await.map(drop))
            .map_err(StoreError::doing("copy a playlist"))
    }

    /// How many tracks there are, and how many seconds they last together.
    pub async fn sum(&mut self, playlist: PlaylistId) -> Result<(i64, i64), StoreError> {
        const SUM: &str = "
            SELECT count(*), CAST(coalesce(sum(duration_seconds), 0) AS BIGINT)
            FROM playlist_tracks WHERE playlist_id = $1";
        on!(self.0, conn => sqlx::query_as(SUM).bind(playlist.get()).fetch_one(conn).await)
            .map_err(StoreError::doing("sum up a playlist"))
    }

    /// Some of the tracks, in order.
    pub async fn page(
        &mut self,
        playlist: PlaylistId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<PlaylistTrack>, StoreError> {
        const PAGE: &str = "
            SELECT id, playlist_id, file_id, file_unique_id, title, performer, duration_seconds, kind, station_id
            FROM playlist_tracks WHERE playlist_id = $1 ORDER BY position, id LIMIT $2 OFFSET $3";
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(PAGE).bind(playlist.get()).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("read a playlist"))?;
        Ok(rows.into_iter().map(PlaylistTrack::from).collect())
    }

    /// A track, and how many come before it.
    pub async fn find(&mut self, id: EntryId) -> Result<Option<(PlaylistTrack, i64)>, StoreError> {
        const FIND: &str = "
            SELECT id, playlist_id, file_id, file_unique_id, title, performer, duration_seconds, kind, station_id
            FROM playlist_tracks WHERE id = $1";
        const BEFORE: &str = "
            SELECT count(*) FROM playlist_tracks AS other JOIN playlist_tracks AS this ON this.id = $1
            WHERE other.playlist_id = this.playlist_id
                AND (other.position < this.position OR (other.position = this.position AND other.id < this.id))";
        let found: Option<(Row, i64)> = on!(self.0, conn => {
            match sqlx::query_as(FIND).bind(id.get()).fetch_optional(&mut *conn).await {
                Ok(Some(row)) => sqlx::query_scalar(BEFORE).bind(id.get()).fetch_one(conn).await.map(|before| Some((row, before))),
                Ok(None) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .map_err(StoreError::doing("find a track"))?;
        Ok(found.map(|(row, before)| (PlaylistTrack::from(row), before)))
    }

    pub async fn remove(&mut self, id: EntryId) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM playlist_tracks WHERE id = $1";
        on!(self.0, conn => sqlx::query(REMOVE).bind(id.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("remove a track"))
    }

    /// Of each file on the list only the first stays. How many went.
    pub async fn merge_duplicates(&mut self, playlist: PlaylistId) -> Result<u64, StoreError> {
        const MERGE: &str = "
            DELETE FROM playlist_tracks WHERE playlist_id = $1 AND EXISTS (
                SELECT 1 FROM playlist_tracks AS first
                WHERE first.playlist_id = playlist_tracks.playlist_id
                    AND first.file_unique_id = playlist_tracks.file_unique_id
                    AND (first.position < playlist_tracks.position
                        OR (first.position = playlist_tracks.position AND first.id < playlist_tracks.id)))";
        on!(self.0, conn => sqlx::query(MERGE).bind(playlist.get()).execute(conn).await.map(|done| done.rows_affected()))
            .map_err(StoreError::doing("merge duplicates"))
    }

    /// Puts the tracks into this order.
    pub async fn order(&mut self, tracks: &[EntryId]) -> Result<(), StoreError> {
        const PLACE: &str = "UPDATE playlist_tracks SET position = $2 WHERE id = $1";
        for (position, track) in (1_i64..).zip(tracks) {
            on!(self.0, conn => sqlx::query(PLACE).bind(track.get()).bind(position).execute(conn).await.map(drop))
                .map_err(StoreError::doing("order a playlist"))?;
        }
        Ok(())
    }
}
