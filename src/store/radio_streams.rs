//! `radio_streams`: internet radio stations, by their addresses. Finding them is in `radio_search.rs`, how they do in
//! `radio_health.rs`.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::FromRow;

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Column, Default, ForeignKey, Index, OnDelete, Table, Type, Unique},
    },
    domain::{Charset, Description, Health, StationId, UserId},
};

pub const TABLE: Table = Table {
    name: "radio_streams",
    columns: &[
        Column::ID,
        Column::new("url", Type::Varchar(500)),
        Column::new("name", Type::Varchar(100)),
        Column::new("genre", Type::Varchar(50)).nullable(),
        Column::new("country", Type::Varchar(50)).nullable(),
        Column::new("added_by", Type::BigInt).nullable(),
        Column::new("active", Type::Bool).default(Default::Bool(true)),
        Column::new("created_at", Type::Time).default(Default::Now),
        Column::new("updated_at", Type::Time).default(Default::Now),
        Column::new("directory_id", Type::Varchar(36)).nullable(),
        Column::new("charset", Type::Varchar(20)).nullable(),
        Column::new("folded", Type::Varchar(210)).nullable(),
        Column::new("hidden", Type::Bool).default(Default::Bool(false)),
        Column::new("failures", Type::BigInt).default(Default::Int(0)),
        Column::new("answered_at", Type::Time).nullable(),
        Column::new("probe_at", Type::Time).nullable(),
        Column::new("clicked_at", Type::Time).nullable(),
    ],
    uniques: &[Unique {
        name: "radio_streams_url_key",
        columns: &["url"],
    }],
    // A station outlives the person who found it.
    foreign_keys: &[ForeignKey {
        name: "radio_streams_added_by_fkey",
        columns: &["added_by"],
        table: "users",
        references: &["id"],
        on_delete: OnDelete::SetNull,
    }],
    indexes: &[
        Index {
            name: "radio_streams_added_by_idx",
            columns: &["added_by"],
            unique: false,
            filter: None,
        },
        Index {
            name: "radio_streams_directory_id_idx",
            columns: &["directory_id"],
            unique: true,
            filter: None,
        },
        Index {
            name: "radio_streams_probe_at_idx",
            columns: &["probe_at"],
            unique: false,
            filter: None,
        },
    ],
    ..Table::EMPTY
};

/// A station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    pub id: StationId,
    pub url: String,
    pub name: String,
    pub genre: Option<String>,
    pub country: Option<String>,
    pub added_by: Option<UserId>,
    pub health: Health,
    pub is_hidden: bool,
    pub charset: Option<Charset>,
    pub directory_id: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
}

impl Station {
    /// Whether it stands in the lists.
    pub fn is_listed(&self) -> bool {
        self.health.is_active && !self.is_hidden
    }
}

/// A station that is not here yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStation<'a> {
    pub url: &'a str,
    pub description: &'a Description,
    pub directory_id: Option<&'a str>,
}

/// The columns of a [`Row`], for every query that reads stations.
macro_rules! station_columns {
    () => {
        "radio_streams.id, radio_streams.url, radio_streams.name, radio_streams.genre, radio_streams.country, \
         radio_streams.added_by, radio_streams.active, radio_streams.failures, radio_streams.hidden, \
         radio_streams.charset, radio_streams.directory_id, radio_streams.answered_at"
    };
}
pub(super) use station_columns;

#[derive(FromRow)]
pub(super) struct Row {
    id: i64,
    url: String,
    name: String,
    genre: Option<String>,
    country: Option<String>,
    added_by: Option<i64>,
    active: bool,
    failures: i64,
    hidden: bool,
    charset: Option<String>,
    directory_id: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

impl From<Row> for Station {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            url: row.url,
            name: row.name,
            genre: row.genre,
            country: row.country,
            added_by: row.added_by.map(UserId::from),
            health: Health {
                is_active: row.active,
                failures: row.failures,
            },
            is_hidden: row.hidden,
            // A newer version of the bot may know more of them.
            charset: row.charset.as_deref().and_then(Charset::from_name),
            directory_id: row.directory_id,
            answered_at: row.answered_at,
        }
    }
}

pub struct RadioStreams<'t>(pub(super) &'t mut Tx);

impl Tx {
    pub fn radio_streams(&mut self) -> RadioStreams<'_> {
        RadioStreams(self)
    }
}

impl RadioStreams<'_> {
    /// Adds a station that just answered. `None` when its address, or its number in the directory, is here already.
    pub async fn add(
        &mut self,
        station: &NewStation<'_>,
        added_by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<Option<StationId>, StoreError> {
        const ADD: &str = "
            INSERT INTO radio_streams (url, name, genre, country, folded, directory_id, added_by, answered_at, created_at, updated_at, probe_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9)
            ON CONFLICT DO NOTHING RETURNING id";
        let answered = Health {
            is_active: true,
            failures: 0,
        }
        .after_probe(true);
        let NewStation {
            url,
            description,
            directory_id,
        } = station;
        let id: Option<i64> = on!(self.0, conn => {
            sqlx::query_scalar(ADD)
                .bind(url)
                .bind(description.name())
                .bind(description.genre())
                .bind(description.country())
                .bind(description.folded())
                .bind(directory_id)
                .bind(added_by.map(UserId::get))
                .bind(now)
                .bind(now + TimeDelta::minutes(answered.again_in))
                .fetch_optional(conn)
                .await
        })
        .map_err(StoreError::doing("add a station"))?;
        Ok(id.map(StationId::from))
    }

    pub async fn find(&mut self, id: StationId) -> Result<Option<Station>, StoreError> {
        const FIND: &str = concat!(
            "SELECT ",
            station_columns!(),
            " FROM radio_streams WHERE id = $1"
        );
        let row: Option<Row> =
            on!(self.0, conn => sqlx::query_as(FIND).bind(id.get()).fetch_optional(conn).await)
                .map_err(StoreError::doing("find a station"))?;
        Ok(row.map(Station::from))
    }

    /// The station at an address, or at its twin.
    pub async fn find_by_url(
        &mut self,
        url: &str,
        twin: Option<&str>,
    ) -> Result<Option<Station>, StoreError> {
        const FIND: &str = concat!(
            "SELECT ",
            station_columns!(),
            " FROM radio_streams WHERE url IN ($1, $2) ORDER BY id LIMIT 1"
        );
        let row: Option<Row> = on!(self.0, conn => {
            sqlx::query_as(FIND).bind(url).bind(twin.unwrap_or(url)).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("find a station by its address"))?;
        Ok(row.map(Station::from))
    }

    /// The station with a number of the directory.
    pub async fn find_in_directory(
        &mut self,
        directory_id: &str,
    ) -> Result<Option<Station>, StoreError> {
        const FIND: &str = concat!(
            "SELECT ",
            station_columns!(),
            " FROM radio_streams WHERE directory_id = $1"
        );
        let row: Option<Row> =
            on!(self.0, conn => sqlx::query_as(FIND).bind(directory_id).fetch_optional(conn).await)
                .map_err(StoreError::doing("find a station of the directory"))?;
        Ok(row.map(Station::from))
    }

    /// How many stations a person added.
    pub async fn count_added(&mut self, person: UserId) -> Result<i64, StoreError> {
        const COUNT: &str = "SELECT count(*) FROM radio_streams WHERE added_by = $1";
        on!(self.0, conn => sqlx::query_scalar(COUNT).bind(person.get()).fetch_one(conn).await)
            .map_err(StoreError::doing("count the stations of a person"))
    }

    /// The stations a person added, hidden and silent ones too, by name.
    pub async fn added(
        &mut self,
        person: UserId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Station>, StoreError> {
        const ADDED: &str = concat!(
            "SELECT ",
            station_columns!(),
            " FROM radio_streams WHERE added_by = $1 ORDER BY folded, id LIMIT $2 OFFSET $3"
        );
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(ADDED).bind(person.get()).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list the stations of a person"))?;
        Ok(rows.into_iter().map(Station::from).collect())
    }

    /// Calls a station something else.
    pub async fn describe(
        &mut self,
        id: StationId,
        description: &Description,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const DESCRIBE: &str = "
            UPDATE radio_streams SET name = $2, genre = $3, country = $4, folded = $5, updated_at = $6 WHERE id = $1";
        on!(self.0, conn => {
            sqlx::query(DESCRIBE)
                .bind(id.get())
                .bind(description.name())
                .bind(description.genre())
                .bind(description.country())
                .bind(description.folded())
                .bind(now)
                .execute(conn)
                .await
                .map(drop)
        })
        .map_err(StoreError::doing("describe a station"))
    }

    /// Keeps a station out of the lists, or lets it in again.
    pub async fn set_hidden(
        &mut self,
        id: StationId,
        hidden: bool,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const HIDE: &str = "UPDATE radio_streams SET hidden = $2, updated_at = $3 WHERE id = $1";
        on!(self.0, conn => {
            sqlx::query(HIDE).bind(id.get()).bind(hidden).bind(now).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("hide a station"))
    }

    /// How the station writes its titles; `None` is to be guessed.
    pub async fn set_charset(
        &mut self,
        id: StationId,
        charset: Option<Charset>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SET: &str = "UPDATE radio_streams SET charset = $2, updated_at = $3 WHERE id = $1";
        on!(self.0, conn => {
            sqlx::query(SET)
                .bind(id.get())
                .bind(charset.map(Charset::name))
                .bind(now)
                .execute(conn)
                .await
                .map(drop)
        })
        .map_err(StoreError::doing("set a station's charset"))
    }

    pub async fn remove(&mut self, id: StationId) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM radio_streams WHERE id = $1";
        on!(self.0, conn => sqlx::query(REMOVE).bind(id.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("remove a station"))
    }

    /// Notes that the directory is told of a listener, unless it was told since `since`. Whoever is told `true` tells it.
    pub async fn claim_click(
        &mut self,
        id: StationId,
        now: DateTime<Utc>,
        since: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const CLAIM: &str = "
            UPDATE radio_streams SET clicked_at = $2
            WHERE id = $1 AND directory_id IS NOT NULL AND (clicked_at IS NULL OR clicked_at < $3) RETURNING id";
        let claimed: Option<i64> = on!(self.0, conn => {
            sqlx::query_scalar(CLAIM).bind(id.get()).bind(now).bind(since).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("note a click"))?;
        Ok(claimed.is_some())
    }
}
