//! `equalizer_profiles`: the curves people saved under a name.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Check, Column, Default, ForeignKey, OnDelete, Table, Type, Unique},
    },
    domain::{Bands, ProfileId, ProfileName, UserId},
};

pub const TABLE: Table = Table {
    name: "equalizer_profiles",
    columns: &[
        Column::ID,
        Column::new("owner_id", Type::BigInt),
        Column::new("name", Type::Varchar(40)),
        Column::new("bands", Type::Json),
        Column::new("created_at", Type::Time).default(Default::Now),
    ],
    checks: &[Check {
        name: "equalizer_profiles_name_not_empty",
        sql: "name <> ''",
    }],
    uniques: &[Unique {
        name: "equalizer_profiles_owner_id_name_key",
        columns: &["owner_id", "name"],
    }],
    foreign_keys: &[ForeignKey {
        name: "equalizer_profiles_owner_id_fkey",
        columns: &["owner_id"],
        table: "users",
        references: &["id"],
        on_delete: OnDelete::Cascade,
    }],
    ..Table::EMPTY
};

/// A curve with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub id: ProfileId,
    pub name: String,
    pub bands: Bands,
}

pub struct EqualizerProfiles<'t>(&'t mut Tx);

impl Tx {
    pub fn equalizer_profiles(&mut self) -> EqualizerProfiles<'_> {
        EqualizerProfiles(self)
    }
}

type Row = (i64, String, String);

impl EqualizerProfiles<'_> {
    /// Saves a curve; one of that name is replaced.
    pub async fn save(
        &mut self,
        owner: UserId,
        name: &ProfileName,
        bands: Bands,
        now: DateTime<Utc>,
    ) -> Result<ProfileId, StoreError> {
        const SAVE: &str = "
            INSERT INTO equalizer_profiles (owner_id, name, bands, created_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (owner_id, name) DO UPDATE SET bands = excluded.bands
            RETURNING id";
        let id: i64 = on!(self.0, conn => {
            let query = sqlx::query_scalar(SAVE).bind(owner.get()).bind(name.as_str());
            query.bind(bands.to_value()).bind(now).fetch_one(conn).await
        })
        .map_err(StoreError::doing("save a curve"))?;
        Ok(id.into())
    }

    /// A person's curves, oldest first.
    pub async fn of_owner(&mut self, owner: UserId) -> Result<Vec<Profile>, StoreError> {
        const ALL: &str = "
            SELECT id, name, CAST(bands AS TEXT) FROM equalizer_profiles WHERE owner_id = $1 ORDER BY id";
        let rows: Vec<Row> =
            on!(self.0, conn => sqlx::query_as(ALL).bind(owner.get()).fetch_all(conn).await)
                .map_err(StoreError::doing("list saved curves"))?;
        Ok(rows.into_iter().filter_map(profile).collect())
    }

    /// One of a person's curves.
    pub async fn find(
        &mut self,
        owner: UserId,
        id: ProfileId,
    ) -> Result<Option<Profile>, StoreError> {
        const FIND: &str = "
            SELECT id, name, CAST(bands AS TEXT) FROM equalizer_profiles WHERE owner_id = $1 AND id = $2";
        let row: Option<Row> = on!(self.0, conn => {
            sqlx::query_as(FIND).bind(owner.get()).bind(id.get()).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("find a saved curve"))?;
        Ok(row.and_then(profile))
    }

    /// Deletes one of a person's curves.
    pub async fn remove(&mut self, owner: UserId, id: ProfileId) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM equalizer_profiles WHERE owner_id = $1 AND id = $2";
        on!(self.0, conn => {
            sqlx::query(REMOVE).bind(owner.get()).bind(id.get()).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("delete a saved curve"))
    }
}

/// A curve that cannot be read is one nobody can listen with.
fn profile((id, name, bands): Row) -> Option<Profile> {
    Some(Profile {
        id: id.into(),
        name,
        bands: Bands::from_json(&bands).ok()?,
    })
}
