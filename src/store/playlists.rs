//! `playlists`: a person's lists of tracks, and those of a chat.
//!
//! A deleted list can be had back until it is swept; nothing here finds it meanwhile but `restore`. An unlisted one was made
//! for one schedule, which plays a station: it stands in no list of lists, and goes with its schedule.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Check, Column, Default, ForeignKey, Index, OnDelete, Table, Type},
    },
    domain::{PlaylistId, PlaylistName, UserId},
};

pub const TABLE: Table = Table {
    name: "playlists",
    columns: &[
        Column::ID,
        Column::new("owner_id", Type::BigInt),
        Column::new("name", Type::Varchar(100)),
        Column::new("created_at", Type::Time).default(Default::Now),
        Column::new("updated_at", Type::Time).default(Default::Now),
        Column::new("chat_id", Type::BigInt).nullable(),
        Column::new("deleted_at", Type::Time).nullable(),
        Column::new("share_token", Type::Varchar(40)).nullable(),
        Column::new("is_unlisted", Type::Bool).default(Default::Bool(false)),
    ],
    checks: &[Check {
        name: "playlists_name_not_empty",
        sql: "name <> ''",
    }],
    foreign_keys: &[ForeignKey {
        name: "playlists_owner_id_fkey",
        columns: &["owner_id"],
        table: "users",
        references: &["id"],
        on_delete: OnDelete::Cascade,
    }],
    indexes: &[
        Index {
            name: "playlists_owner_id_idx",
            columns: &["owner_id", "id"],
            unique: false,
            filter: None,
        },
        Index {
            name: "playlists_chat_id_idx",
            columns: &["chat_id", "id"],
            unique: false,
            filter: None,
        },
        Index {
            name: "playlists_deleted_at_idx",
            columns: &["deleted_at"],
            unique: false,
            filter: None,
        },
        Index {
            name: "playlists_share_token_idx",
            columns: &["share_token"],
            unique: true,
            filter: None,
        },
    ],
    ..Table::EMPTY
};

/// A playlist without its tracks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playlist {
    pub id: PlaylistId,
    pub name: String,
    /// Who made it.
    pub owner: UserId,
    /// The chat whose list it is; `None` for a person's own.
    pub chat: Option<i64>,
    pub share_token: Option<String>,
}

/// Whose lists are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Person(UserId),
    Chat(i64),
}

type Row = (i64, String, i64, Option<i64>, Option<String>);

impl From<Row> for Playlist {
    fn from((id, name, owner, chat, share_token): Row) -> Self {
        Self {
            id: id.into(),
            name,
            owner: owner.into(),
            chat,
            share_token,
        }
    }
}

/// Statements about the lists of somebody, for a person and for a chat.
macro_rules! of_whom {
    ($before:literal, $after:literal) => {
        (
            concat!(
                $before,
                " owner_id = $1 AND chat_id IS NULL AND deleted_at IS NULL AND NOT is_unlisted ",
                $after
            ),
            concat!($before, " chat_id = $1 AND deleted_at IS NULL ", $after),
        )
    };
}

impl Whose {
    fn choose(self, (of_person, of_chat): (&'static str, &'static str)) -> (&'static str, i64) {
        match self {
            Self::Person(user) => (of_person, user.get()),
            Self::Chat(chat) => (of_chat, chat),
        }
    }
}

pub struct Playlists<'t>(&'t mut Tx);

impl Tx {
    pub fn playlists(&mut self) -> Playlists<'_> {
        Playlists(self)
    }
}

impl Playlists<'_> {
    /// Makes a list: the person's own, or a chat's.
    pub async fn add(
        &mut self,
        owner: UserId,
        chat: Option<i64>,
        name: &PlaylistName,
        now: DateTime<Utc>,
    ) -> Result<PlaylistId, StoreError> {
        const ADD: &str = "
            INSERT INTO playlists (owner_id, chat_id, name, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $4) RETURNING id";
        let id: i64 = on!(self.0, conn => {
            sqlx::query_scalar(ADD).bind(owner.get()).bind(chat).bind(name.as_str()).bind(now).fetch_one(conn).await
        })
        .map_err(StoreError::doing("add a playlist"))?;
        Ok(id.into())
    }

    /// Makes a list for a schedule that plays a station.
    pub async fn add_unlisted(
        &mut self,
        owner: UserId,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<PlaylistId, StoreError> {
        const ADD: &str = "
            INSERT INTO playlists (owner_id, name, created_at, updated_at, is_unlisted)
            VALUES ($1, $2, $3, $3, TRUE) RETURNING id";
        let id: i64 = on!(self.0, conn => {
            sqlx::query_scalar(ADD).bind(owner.get()).bind(name).bind(now).fetch_one(conn).await
        })
        .map_err(StoreError::doing("add a list for a station"))?;
        Ok(id.into())
    }

    /// Removes such a list, and the schedule that plays it; any other stays.
    pub async fn remove_unlisted(&mut self, id: PlaylistId) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM playlists WHERE id = $1 AND is_unlisted";
        on!(self.0, conn => sqlx::query(REMOVE).bind(id.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("remove a list for a station"))
    }

    /// How many playlists there are.
    pub async fn count(&mut self, whose: Whose) -> Result<i64, StoreError> {
        let (count, id) = whose.choose(of_whom!("SELECT count(*) FROM playlists WHERE", ""));
        on!(self.0, conn => sqlx::query_scalar(count).bind(id).fetch_one(conn).await)
            .map_err(StoreError::doing("count playlists"))
    }

    /// A page of them, oldest first.
    pub async fn page(
        &mut self,
        whose: Whose,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Playlist>, StoreError> {
        self.list(
            whose.choose(of_whom!(
                "SELECT id, name, owner_id, chat_id, share_token FROM playlists WHERE",
                "ORDER BY id LIMIT $2 OFFSET $3"
            )),
            limit,
            offset,
        )
        .await
    }

    /// The same, those changed last first.
    pub async fn recent(
        &mut self,
        whose: Whose,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Playlist>, StoreError> {
        self.list(
            whose.choose(of_whom!(
                "SELECT id, name, owner_id, chat_id, share_token FROM playlists WHERE",
                "ORDER BY updated_at DESC, id DESC LIMIT $2 OFFSET $3"
            )),
            limit,
            offset,
        )
        .await
    }

    async fn list(
        &mut self,
        (sql, id): (&'static str, i64),
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Playlist>, StoreError> {
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(sql).bind(id).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list playlists"))?;
        Ok(rows.into_iter().map(Playlist::from).collect())
    }

    pub async fn find(&mut self, id: PlaylistId) -> Result<Option<Playlist>, StoreError> {
        const FIND: &str = "
            SELECT id, name, owner_id, chat_id, share_token FROM playlists WHERE id = $1 AND deleted_at IS NULL";
        let row: Option<Row> =
            on!(self.0, conn => sqlx::query_as(FIND).bind(id.get()).fetch_optional(conn).await)
                .map_err(StoreError::doing("find a playlist"))?;
        Ok(row.map(Playlist::from))
    }

    /// The list a link leads to.
    pub async fn shared(&mut self, token: &str) -> Result<Option<Playlist>, StoreError> {
        const SHARED: &str = "
            SELECT id, name, owner_id, chat_id, share_token FROM playlists
            WHERE share_token = $1 AND deleted_at IS NULL";
        let row: Option<Row> =
            on!(self.0, conn => sqlx::query_as(SHARED).bind(token).fetch_optional(conn).await)
                .map_err(StoreError::doing("follow a link to a playlist"))?;
        Ok(row.map(Playlist::from))
    }

    pub async fn rename(
        &mut self,
        id: PlaylistId,
        name: &PlaylistName,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const RENAME: &str = "UPDATE playlists SET name = $2, updated_at = $3 WHERE id = $1";
        on!(self.0, conn => sqlx::query(RENAME).bind(id.get()).bind(name.as_str()).bind(now).execute(conn).await.map(drop))
            .map_err(StoreError::doing("rename a playlist"))
    }

    /// Its tracks changed.
    pub async fn touch(&mut self, id: PlaylistId, now: DateTime<Utc>) -> Result<(), StoreError> {
        const TOUCH: &str = "UPDATE playlists SET updated_at = $2 WHERE id = $1";
        on!(self.0, conn => sqlx::query(TOUCH).bind(id.get()).bind(now).execute(conn).await.map(drop))
            .map_err(StoreError::doing("note a change of a playlist"))
    }

    /// Gives it a link, another one, or none.
    pub async fn share(&mut self, id: PlaylistId, token: Option<&str>) -> Result<(), StoreError> {
        const SHARE: &str = "UPDATE playlists SET share_token = $2 WHERE id = $1";
        on!(self.0, conn => sqlx::query(SHARE).bind(id.get()).bind(token).execute(conn).await.map(drop))
            .map_err(StoreError::doing("share a playlist"))
    }

    /// Puts it away; nobody finds it any more, but it can be restored.
    pub async fn delete(&mut self, id: PlaylistId, now: DateTime<Utc>) -> Result<(), StoreError> {
        const DELETE: &str =
            "UPDATE playlists SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL";
        on!(self.0, conn => sqlx::query(DELETE).bind(id.get()).bind(now).execute(conn).await.map(drop))
            .map_err(StoreError::doing("delete a playlist"))
    }

    /// Takes a deletion back, if it was not before `since` and the person made the list or deleted it here. The list.
    pub async fn restore(
        &mut self,
        id: PlaylistId,
        since: DateTime<Utc>,
    ) -> Result<Option<Playlist>, StoreError> {
        const RESTORE: &str = "
            UPDATE playlists SET deleted_at = NULL WHERE id = $1 AND deleted_at >= $2
            RETURNING id, name, owner_id, chat_id, share_token";
        let row: Option<Row> =
            on!(self.0, conn => sqlx::query_as(RESTORE).bind(id.get()).bind(since).fetch_optional(conn).await)
                .map_err(StoreError::doing("restore a playlist"))?;
        Ok(row.map(Playlist::from))
    }

    /// Forgets the lists that were deleted before an instant.
    pub async fn sweep(&mut self, before: DateTime<Utc>) -> Result<(), StoreError> {
        const SWEEP: &str = "DELETE FROM playlists WHERE deleted_at < $1";
        on!(self.0, conn => sqlx::query(SWEEP).bind(before).execute(conn).await.map(drop))
            .map_err(StoreError::doing("sweep playlists"))
    }
}
