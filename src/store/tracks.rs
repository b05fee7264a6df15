//! `tracks`: what people sent to listen to, so that it can be asked for again. A track is a file Telegram keeps.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Check, Column, Default, ForeignKey, Index, OnDelete, Table, Type, Unique},
    },
    domain::{Attachment, AttachmentKind, HeardId, UserId},
};

pub const TABLE: Table = Table {
    name: "tracks",
    columns: &[
        Column::ID,
        Column::new("user_id", Type::BigInt),
        Column::new("chat_id", Type::BigInt),
        Column::new("album", Type::Varchar(64)).nullable(),
        Column::new("kind", Type::Varchar(12)),
        Column::new("file_id", Type::Varchar(200)),
        Column::new("file_unique_id", Type::Varchar(100)),
        Column::new("name", Type::Varchar(200)).nullable(),
        Column::new("mime", Type::Varchar(100)).nullable(),
        Column::new("bytes", Type::BigInt).nullable(),
        Column::new("seconds", Type::BigInt).nullable(),
        Column::new("title", Type::Varchar(200)).nullable(),
        Column::new("performer", Type::Varchar(200)).nullable(),
        Column::new("seen_at", Type::Time).default(Default::Now),
    ],
    checks: &[Check {
        name: "tracks_kind_known",
        sql: "kind IN ('audio', 'voice', 'video_note', 'document')",
    }],
    uniques: &[Unique {
        name: "tracks_file_unique_id_key",
        columns: &["user_id", "file_unique_id"],
    }],
    foreign_keys: &[ForeignKey {
        name: "tracks_user_id_fkey",
        columns: &["user_id"],
        table: "users",
        references: &["id"],
        on_delete: OnDelete::Cascade,
    }],
    indexes: &[Index {
        name: "tracks_seen_at_idx",
        columns: &["user_id", "seen_at"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

/// How many tracks of a person are remembered; the ones seen longest ago are forgotten.
const KEPT: i64 = 100;

/// A track somebody sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    pub id: HeardId,
    pub user: UserId,
    /// Where it was seen last.
    pub chat: i64,
    pub album: Option<String>,
    pub file: Attachment,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    user_id: i64,
    chat_id: i64,
    album: Option<String>,
    kind: String,
    file_id: String,
    file_unique_id: String,
    name: Option<String>,
    mime: Option<String>,
    bytes: Option<i64>,
    seconds: Option<i64>,
    title: Option<String>,
    performer: Option<String>,
}

pub struct Tracks<'t>(&'t mut Tx);

impl Tx {
    pub fn tracks(&mut self) -> Tracks<'_> {
        Tracks(self)
    }
}

/// Where the columns of a track are named once for every query.
macro_rules! tracks_where {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, chat_id, album, kind, file_id, file_unique_id, name, mime, bytes, seconds, title, performer
            FROM tracks ",
            $rest
        )
    };
}

impl Tracks<'_> {
    /// Remembers a track; one that is known is as good as new.
    pub async fn see(
        &mut self,
        user: UserId,
        chat: i64,
        album: Option<&str>,
        file: &Attachment,
        now: DateTime<Utc>,
    ) -> Result<HeardId, StoreError> {
        const SEE: &str = "
            INSERT INTO tracks (user_id, chat_id, album, kind, file_id, file_unique_id, name, mime, bytes, seconds,
                title, performer, seen_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (user_id, file_unique_id) DO UPDATE SET chat_id = excluded.chat_id, album = excluded.album,
                file_id = excluded.file_id, seen_at = excluded.seen_at
            RETURNING id";
        const FORGET: &str = "
            DELETE FROM tracks WHERE user_id = $1 AND id NOT IN (
                SELECT id FROM tracks WHERE user_id = $1 ORDER BY seen_at DESC, id DESC LIMIT $2)";
        let id: i64 = on!(self.0, conn => {
            sqlx::query_scalar(SEE)
                .bind(user.get())
                .bind(chat)
                .bind(album)
                .bind(kind_name(file.kind))
                .bind(&file.file_id)
                .bind(&file.unique_id)
                .bind(cut(file.name.as_deref(), 200))
                .bind(cut(file.mime.as_deref(), 100))
                .bind(file.bytes.and_then(|bytes| i64::try_from(bytes).ok()))
                .bind(file.seconds.map(i64::from))
                .bind(cut(file.title.as_deref(), 200))
                .bind(cut(file.performer.as_deref(), 200))
                .bind(now)
                .fetch_one(conn)
                .await
        })
        .map_err(StoreError::doing("remember a track"))?;
        on!(self.0, conn => sqlx::query(FORGET).bind(user.get()).bind(KEPT).execute(conn).await.map(drop))
            .map_err(StoreError::doing("forget old tracks"))?;
        Ok(id.into())
    }

    /// A track, where it is this person's or was sent to this chat: nobody gets at what others sent elsewhere.
    pub async fn find(
        &mut self,
        id: HeardId,
        user: Option<UserId>,
        chat: i64,
    ) -> Result<Option<Track>, StoreError> {
        const FIND: &str = tracks_where!("WHERE id = $1 AND (user_id = $2 OR chat_id = $3)");
        let row: Option<Row> = on!(self.0, conn => {
            sqlx::query_as(FIND).bind(id.get()).bind(user.map(UserId::get)).bind(chat).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("find a track"))?;
        Ok(row.map(Track::from))
    }

    /// The tracks a person sent together, in their order.
    pub async fn of_album(&mut self, user: UserId, album: &str) -> Result<Vec<Track>, StoreError> {
        const ALBUM: &str = tracks_where!("WHERE user_id = $1 AND album = $2 ORDER BY seen_at, id");
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(ALBUM).bind(user.get()).bind(album).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list an album"))?;
        Ok(rows.into_iter().map(Track::from).collect())
    }

    /// A page of what a person sent, the newest first.
    pub async fn recent(
        &mut self,
        user: UserId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Track>, StoreError> {
        const RECENT: &str =
            tracks_where!("WHERE user_id = $1 ORDER BY seen_at DESC, id DESC LIMIT $2 OFFSET $3");
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(RECENT).bind(user.get()).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list recent tracks"))?;
        Ok(rows.into_iter().map(Track::from).collect())
    }
}

impl From<Row> for Track {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            user: row.user_id.into(),
            chat: row.chat_id,
            album: row.album,
            file: Attachment {
                kind: kind_of(&row.kind),
                file_id: row.file_id,
                unique_id: row.file_unique_id,
                name: row.name,
                mime: row.mime,
                bytes: row.bytes.and_then(|bytes| u64::try_from(bytes).ok()),
                seconds: row.seconds.and_then(|seconds| u32::try_from(seconds).ok()),
                title: row.title,
                performer: row.performer,
            },
        }
    }
}

fn kind_name(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Audio => "audio",
        AttachmentKind::Voice => "voice",
        AttachmentKind::VideoNote => "video_note",
        AttachmentKind::Document => "document",
    }
}

fn kind_of(name: &str) -> AttachmentKind {
    match name {
        "audio" => AttachmentKind::Audio,
        "voice" => AttachmentKind::Voice,
        "video_note" => AttachmentKind::VideoNote,
        _ => AttachmentKind::Document,
    }
}

/// What people write in tags knows no bounds.
fn cut(text: Option<&str>, most: usize) -> Option<String> {
    text.map(|text| text.chars().filter(|c| *c != '\0').take(most).collect())
}
