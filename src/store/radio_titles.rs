//! `radio_titles`: what a station played while somebody listened.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Column, ForeignKey, Index, OnDelete, Table, Type},
    },
    domain::StationId,
};

pub const TABLE: Table = Table {
    name: "radio_titles",
    columns: &[
        Column::ID,
        Column::new("station_id", Type::BigInt),
        Column::new("title", Type::Varchar(301)),
        Column::new("heard_at", Type::Time),
    ],
    foreign_keys: &[ForeignKey {
        name: "radio_titles_station_id_fkey",
        columns: &["station_id"],
        table: "radio_streams",
        references: &["id"],
        on_delete: OnDelete::Cascade,
    }],
    indexes: &[Index {
        name: "radio_titles_station_id_idx",
        columns: &["station_id", "id"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

/// A title and when it began, or when somebody began to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardTitle {
    pub title: String,
    pub heard_at: DateTime<Utc>,
}

pub struct RadioTitles<'t>(&'t mut Tx);

impl Tx {
    pub fn radio_titles(&mut self) -> RadioTitles<'_> {
        RadioTitles(self)
    }
}

impl RadioTitles<'_> {
    /// So many titles of a station are kept.
    pub const KEPT: i64 = 50;

    /// Writes down a title, unless it is the newest already, and forgets the oldest. A station that was removed meanwhile
    /// has no titles.
    pub async fn add(
        &mut self,
        station: StationId,
        title: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const ADD: &str = "
            INSERT INTO radio_titles (station_id, title, heard_at)
            SELECT radio_streams.id, $2, $3 FROM radio_streams
            WHERE radio_streams.id = $1 AND $2 <> coalesce(
                (SELECT title FROM radio_titles WHERE station_id = $1 ORDER BY id DESC LIMIT 1), '')";
        const FORGET: &str = "
            DELETE FROM radio_titles WHERE station_id = $1 AND id NOT IN
                (SELECT id FROM radio_titles WHERE station_id = $1 ORDER BY id DESC LIMIT $2)";
        on!(self.0, conn => {
            sqlx::query(ADD).bind(station.get()).bind(title).bind(now).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("add a title"))?;
        on!(self.0, conn => {
            sqlx::query(FORGET).bind(station.get()).bind(Self::KEPT).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("forget old titles"))
    }

    /// The titles of a station, the newest first.
    pub async fn latest(
        &mut self,
        station: StationId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<HeardTitle>, StoreError> {
        const LATEST: &str = "
            SELECT title, heard_at FROM radio_titles WHERE station_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3";
        let rows: Vec<(String, DateTime<Utc>)> = on!(self.0, conn => {
            sqlx::query_as(LATEST).bind(station.get()).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list titles"))?;
        let heard = |(title, heard_at)| HeardTitle { title, heard_at };
        Ok(rows.into_iter().map(heard).collect())
    }
}
