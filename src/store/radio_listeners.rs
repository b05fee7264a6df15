//! `radio_listeners`: what a person has to do with a station, a favourite or one heard lately.

use chrono::{DateTime, Utc};

use super::{
    StoreError,
    radio_streams::{Row, Station, station_columns},
};
use crate::{
    db::{
        Tx, on,
        schema::{Column, ForeignKey, Index, OnDelete, Table, Type, Unique},
    },
    domain::{StationId, UserId},
};

pub const TABLE: Table = Table {
    name: "radio_listeners",
    columns: &[
        Column::ID,
        Column::new("user_id", Type::BigInt),
        Column::new("station_id", Type::BigInt),
        Column::new("favourite_at", Type::Time).nullable(),
        Column::new("heard_at", Type::Time).nullable(),
    ],
    uniques: &[Unique {
        name: "radio_listeners_user_id_key",
        columns: &["user_id", "station_id"],
    }],
    foreign_keys: &[
        ForeignKey {
            name: "radio_listeners_user_id_fkey",
            columns: &["user_id"],
            table: "users",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
        ForeignKey {
            name: "radio_listeners_station_id_fkey",
            columns: &["station_id"],
            table: "radio_streams",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
    ],
    indexes: &[Index {
        name: "radio_listeners_station_id_idx",
        columns: &["station_id"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

pub struct RadioListeners<'t>(&'t mut Tx);

impl Tx {
    pub fn radio_listeners(&mut self) -> RadioListeners<'_> {
        RadioListeners(self)
    }
}

impl RadioListeners<'_> {
    /// Makes a station a favourite at `since`, or takes that back.
    pub async fn set_favourite(
        &mut self,
        person: UserId,
        station: StationId,
        since: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        const SET: &str = "
            INSERT INTO radio_listeners (user_id, station_id, favourite_at) VALUES ($1, $2, $3)
            ON CONFLICT (user_id, station_id) DO UPDATE SET favourite_at = excluded.favourite_at";
        on!(self.0, conn => {
            sqlx::query(SET).bind(person.get()).bind(station.get()).bind(since).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("set a favourite"))
    }

    pub async fn is_favourite(
        &mut self,
        person: UserId,
        station: StationId,
    ) -> Result<bool, StoreError> {
        const IS: &str = "
            SELECT count(*) FROM radio_listeners WHERE user_id = $1 AND station_id = $2 AND favourite_at IS NOT NULL";
        let count: i64 = on!(self.0, conn => {
            sqlx::query_scalar(IS).bind(person.get()).bind(station.get()).fetch_one(conn).await
        })
        .map_err(StoreError::doing("look for a favourite"))?;
        Ok(count > 0)
    }

    /// The person listens to a station now.
    pub async fn note_heard(
        &mut self,
        person: UserId,
        station: StationId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const NOTE: &str = "
            INSERT INTO radio_listeners (user_id, station_id, heard_at) VALUES ($1, $2, $3)
            ON CONFLICT (user_id, station_id) DO UPDATE SET heard_at = excluded.heard_at";
        on!(self.0, conn => {
            sqlx::query(NOTE).bind(person.get()).bind(station.get()).bind(now).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("note a listener"))
    }

    /// A person's favourites, the newest first. They stay in this list when they fall silent: it is theirs.
    pub async fn favourites(
        &mut self,
        person: UserId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Station>, StoreError> {
        const FAVOURITES: &str = concat!(
            "SELECT ",
            station_columns!(),
            " FROM radio_listeners JOIN radio_streams ON radio_streams.id = station_id ",
            "WHERE user_id = $1 AND favourite_at IS NOT NULL ORDER BY favourite_at DESC, radio_streams.id DESC LIMIT $2 OFFSET $3"
        );
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(FAVOURITES).bind(person.get()).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list favourites"))?;
        Ok(rows.into_iter().map(Station::from).collect())
    }

    /// What else a person heard lately, the latest first.
    pub async fn heard(&mut self, person: UserId, limit: i64) -> Result<Vec<Station>, StoreError> {
        const HEARD: &str = concat!(
            "SELECT ",
            station_columns!(),
            " FROM radio_listeners JOIN radio_streams ON radio_streams.id = station_id ",
            "WHERE user_id = $1 AND heard_at IS NOT NULL AND favourite_at IS NULL ORDER BY heard_at DESC, radio_streams.id DESC LIMIT $2"
        );
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(HEARD).bind(person.get()).bind(limit).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list stations heard lately"))?;
        Ok(rows.into_iter().map(Station::from).collect())
    }
}
