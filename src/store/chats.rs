//! `chats`: groups and channels the bot is in, and whoever brought it there, so that they can be offered as places to play.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Column, Default, ForeignKey, Index, OnDelete, Table, Type, Unique},
    },
    domain::UserId,
};

pub const TABLE: Table = Table {
    name: "chats",
    columns: &[
        Column::ID,
        Column::new("chat_id", Type::BigInt),
        Column::new("title", Type::Varchar(255)),
        Column::new("added_by", Type::BigInt).nullable(),
        Column::new("is_there", Type::Bool).default(Default::Bool(true)),
        Column::new("updated_at", Type::Time).default(Default::Now),
    ],
    uniques: &[Unique {
        name: "chats_chat_id_key",
        columns: &["chat_id"],
    }],
    foreign_keys: &[ForeignKey {
        name: "chats_added_by_fkey",
        columns: &["added_by"],
        table: "users",
        references: &["id"],
        on_delete: OnDelete::SetNull,
    }],
    indexes: &[Index {
        name: "chats_added_by_idx",
        columns: &["added_by"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct KnownChat {
    #[sqlx(rename = "chat_id")]
    pub id: i64,
    pub title: String,
}

pub struct Chats<'t>(&'t mut Tx);

impl Tx {
    pub fn chats(&mut self) -> Chats<'_> {
        Chats(self)
    }
}

impl Chats<'_> {
    /// The bot came to a chat, or left it.
    pub async fn note(
        &mut self,
        chat: i64,
        title: &str,
        by: UserId,
        is_there: bool,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const NOTE: &str = "
            INSERT INTO chats (chat_id, title, added_by, is_there, updated_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title, added_by = excluded.added_by,
                is_there = excluded.is_there, updated_at = excluded.updated_at";
        on!(self.0, conn => {
            sqlx::query(NOTE).bind(chat).bind(title).bind(by.get()).bind(is_there).bind(now).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("note a chat"))
    }

    /// What a chat is called now.
    pub async fn note_title(
        &mut self,
        chat: i64,
        title: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const NOTE: &str = "
            INSERT INTO chats (chat_id, title, updated_at) VALUES ($1, $2, $3)
            ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title, updated_at = excluded.updated_at";
        on!(self.0, conn => sqlx::query(NOTE).bind(chat).bind(title).bind(now).execute(conn).await.map(drop))
            .map_err(StoreError::doing("note the title of a chat"))
    }

    pub async fn title(&mut self, chat: i64) -> Result<Option<String>, StoreError> {
        const TITLE: &str = "SELECT title FROM chats WHERE chat_id = $1";
        on!(self.0, conn => sqlx::query_scalar(TITLE).bind(chat).fetch_optional(conn).await)
            .map_err(StoreError::doing("look for a chat"))
    }

    /// The chats a person brought the bot to, where it still is; the newest first.
    pub async fn of_person(&mut self, user: UserId) -> Result<Vec<KnownChat>, StoreError> {
        const OF_PERSON: &str = "
            SELECT chat_id, title FROM chats WHERE added_by = $1 AND is_there ORDER BY updated_at DESC, id DESC LIMIT 20";
        on!(self.0, conn => sqlx::query_as(OF_PERSON).bind(user.get()).fetch_all(conn).await)
            .map_err(StoreError::doing("list a person's chats"))
    }
}
