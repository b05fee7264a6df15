//! `playlists`: a person's lists of tracks.

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
    indexes: &[Index {
        name: "playlists_owner_id_idx",
        columns: &["owner_id", "id"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

/// A playlist without its tracks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playlist {
    pub id: PlaylistId,
    pub name: String,
}

pub struct Playlists<'t>(&'t mut Tx);

impl Tx {
    pub fn playlists(&mut self) -> Playlists<'_> {
        Playlists(self)
    }
}

impl Playlists<'_> {
    pub async fn add(
        &mut self,
        owner: UserId,
        name: &PlaylistName,
        now: DateTime<Utc>,
    ) -> Result<PlaylistId, StoreError> {
        const ADD: &str = "
            INSERT INTO playlists (owner_id, name, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id";
        let id: i64 = on!(self.0, conn => {
            sqlx::query_scalar(ADD).bind(owner.get()).bind(name.as_str()).bind(now).fetch_one(conn).await
        })
        .map_err(StoreError::doing("add a playlist"))?;
        Ok(id.into())
    }

    /// How many playlists a person has.
    pub async fn count(&mut self, owner: UserId) -> Result<i64, StoreError> {
        const COUNT: &str = "SELECT count(*) FROM playlists WHERE owner_id = $1";
        on!(self.0, conn => sqlx::query_scalar(COUNT).bind(owner.get()).fetch_one(conn).await)
            .map_err(StoreError::doing("count playlists"))
    }

    /// A page of a person's playlists, oldest first.
    pub async fn of_owner(
        &mut self,
        owner: UserId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Playlist>, StoreError> {
        const PAGE: &str =
            "SELECT id, name FROM playlists WHERE owner_id = $1 ORDER BY id LIMIT $2 OFFSET $3";
        let rows: Vec<(i64, String)> = on!(self.0, conn => {
            sqlx::query_as(PAGE).bind(owner.get()).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list playlists"))?;
        Ok(rows
            .into_iter()
            .map(|(id, name)| Playlist {
                id: id.into(),
                name,
            })
            .collect())
    }
}
