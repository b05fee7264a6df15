//! Everything that is kept about one person, table by table, for `/privacy`.
//!
//! To add a table that holds something about people: a line in [`ABOUT`]; a test names the ones that are missing.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sqlx::{AssertSqlSafe, Row as _};

use super::{
    StoreError, chats, equalizer_profiles, jobs, playback_settings, playlist_tracks, playlists,
    radio_listeners, radio_songs, radio_streams, radio_titles, schedule_runs, scheduled_playlists,
    tracks, users,
};
use crate::{
    db::{
        Tx, on,
        schema::{Table, Type},
    },
    domain::UserId,
};

/// A table that holds something about people.
struct About {
    table: &'static Table,
    /// Which of its rows are about the person `$1`.
    whose: &'static str,
}

const ABOUT: &[About] = &[
    About {
        table: &users::TABLE,
        whose: "id = $1",
    },
    About {
        table: &playback_settings::TABLE,
        whose: "user_id = $1",
    },
    About {
        table: &equalizer_profiles::TABLE,
        whose: "owner_id = $1",
    },
    About {
        table: &playlists::TABLE,
        whose: "owner_id = $1",
    },
    About {
        table: &playlist_tracks::TABLE,
        whose: "playlist_id IN (SELECT id FROM playlists WHERE owner_id = $1)",
    },
    About {
        table: &radio_streams::TABLE,
        whose: "added_by = $1",
    },
    About {
        table: &radio_titles::TABLE,
        whose: "station_id IN (SELECT id FROM radio_streams WHERE added_by = $1)",
    },
    About {
        table: &radio_listeners::TABLE,
        whose: "user_id = $1",
    },
    About {
        table: &radio_songs::TABLE,
        whose: "user_id = $1",
    },
    About {
        table: &scheduled_playlists::TABLE,
        whose: "created_by = $1",
    },
    About {
        table: &tracks::TABLE,
        whose: "user_id = $1",
    },
    About {
        table: &jobs::TABLE,
        whose: "user_id = $1",
    },
    About {
        table: &schedule_runs::TABLE,
        whose: "schedule_id IN (SELECT id FROM scheduled_playlists WHERE created_by = $1)",
    },
    About {
        table: &chats::TABLE,
        whose: "added_by = $1",
    },
];

pub struct Privacy<'t>(&'t mut Tx);

impl Tx {
    pub fn privacy(&mut self) -> Privacy<'_> {
        Privacy(self)
    }
}

impl Privacy<'_> {
    /// All rows about a person, by table, with every column. A table that is away has none.
    pub async fn export(&mut self, user: UserId) -> Result<Value, StoreError> {
        let tables = self.0.tables().await.map_err(StoreError::Database)?;
        let mut kept = Map::new();
        for about in ABOUT
            .iter()
            .filter(|about| tables.have(&[about.table.name]))
        {
            let rows = self
                .rows(about, user)
                .await
                .map_err(StoreError::doing("collect what is kept about a person"))?;
            kept.insert(about.table.name.to_owned(), rows);
        }
        Ok(Value::Object(kept))
    }

    async fn rows(&mut self, about: &About, user: UserId) -> sqlx::Result<Value> {
        let Table { name, columns, .. } = about.table;
        let named: Vec<String> = columns
            .iter()
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        // Made of constants only.
        let rows_of = AssertSqlSafe(format!(
            "SELECT {} FROM {name} WHERE {} ORDER BY id",
            named.join(", "),
            about.whose
        ));
        on!(self.0, conn => {
            let rows = sqlx::query(rows_of).bind(user.get()).fetch_all(conn).await?;
            let mut told = Vec::with_capacity(rows.len());
            for row in &rows {
                let mut object = Map::new();
                for column in *columns {
                    let value = match column.ty {
                        Type::Id | Type::BigInt => json!(row.try_get::<Option<i64>, _>(column.name)?),
                        Type::Float => json!(row.try_get::<Option<f64>, _>(column.name)?),
                        Type::Bool => json!(row.try_get::<Option<bool>, _>(column.name)?),
                        Type::Varchar(_) | Type::Text => json!(row.try_get::<Option<String>, _>(column.name)?),
                        Type::Json => json!(row.try_get::<Option<Value>, _>(column.name)?),
                        Type::Time => json!(row.try_get::<Option<DateTime<Utc>>, _>(column.name)?),
                    };
                    object.insert(column.name.to_owned(), value);
                }
                told.push(Value::Object(object));
            }
            Ok(Value::Array(told))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::store::TABLES;

    #[test]
    fn every_table_whose_rows_lead_to_a_person_is_told() {
        let mut about_people = BTreeSet::from([users::TABLE.name]);
        // `TABLES` has those that others name first, so that one pass is enough.
        for table in TABLES {
            let leads = |key: &crate::db::schema::ForeignKey| about_people.contains(key.table);
            if table.foreign_keys.iter().any(leads) {
                about_people.insert(table.name);
            }
        }
        let told: BTreeSet<_> = ABOUT.iter().map(|about| about.table.name).collect();
        assert_eq!(told, about_people);
    }
}
