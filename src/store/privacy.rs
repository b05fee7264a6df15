//! Everything that is kept about one person, table by table, for `/privacy`.
//!
//! To add a table that holds something about people: a line in [`ABOUT`]. A test finds the tables that are missing here.

use serde_json::{Map, Value};

use super::StoreError;
use crate::{
    db::{PerDialect, Tx, on},
    domain::UserId,
};

/// A table and its rows about a person, each as a JSON object in text.
type About = (&'static str, PerDialect);

/// `about!("playlists", "owner_id = $1", "id", …)`: which rows are theirs, and the columns that are told.
macro_rules! about {
    ($table:literal, $whose:literal, $first:literal $(, $column:literal)*) => {
        (
            $table,
            PerDialect {
                sqlite: concat!(
                    "SELECT json_object('", $first, "', \"", $first, "\"", $(", '", $column, "', \"", $column, "\"",)*
                    ") FROM ", $table, " WHERE ", $whose, " ORDER BY id"
                ),
                postgres: concat!(
                    "SELECT json_build_object('", $first, "', \"", $first, "\"", $(", '", $column, "', \"", $column, "\"",)*
                    ")::TEXT FROM ", $table, " WHERE ", $whose, " ORDER BY id"
                ),
            },
        )
    };
}

const ABOUT: &[About] = &[
    about!(
        "users",
        "id = $1",
        "telegram_id",
        "blocked_at",
        "created_at"
    ),
    about!(
        "playback_settings",
        "user_id = $1",
        "speed",
        "pitch_correction",
        "equalizer_preset",
        "equalizer_custom",
        "language",
        "show_lyrics"
    ),
    about!(
        "playlists",
        "owner_id = $1",
        "id",
        "name",
        "created_at",
        "updated_at"
    ),
    about!(
        "playlist_tracks",
        "playlist_id IN (SELECT id FROM playlists WHERE owner_id = $1)",
        "playlist_id",
        "position",
        "title",
        "performer",
        "duration_seconds",
        "file_unique_id",
        "created_at"
    ),
    about!(
        "radio_streams",
        "added_by = $1",
        "url",
        "name",
        "genre",
        "country",
        "active",
        "created_at"
    ),
    about!(
        "scheduled_playlists",
        "created_by = $1",
        "playlist_id",
        "time",
        "recurrence",
        "timezone",
        "enabled",
        "created_at"
    ),
];

pub struct Privacy<'t>(&'t mut Tx);

impl Tx {
    pub fn privacy(&mut self) -> Privacy<'_> {
        Privacy(self)
    }
}

impl Privacy<'_> {
    /// All rows about a person, by table.
    pub async fn export(&mut self, user: UserId) -> Result<Value, StoreError> {
        let mut kept = Map::new();
        for (table, rows_of) in ABOUT {
            let rows: Vec<String> = on!(self.0, conn => {
                sqlx::query_scalar(rows_of.for_conn(conn)).bind(user.get()).fetch_all(conn).await
            })
            .map_err(StoreError::doing("collect what is kept about a person"))?;
            let rows = rows
                .iter()
                .map(|row| serde_json::from_str(row).unwrap_or(Value::Null))
                .collect();
            kept.insert((*table).to_owned(), Value::Array(rows));
        }
        Ok(Value::Object(kept))
    }

    /// The tables that are looked at.
    pub fn tables() -> impl Iterator<Item = &'static str> {
        ABOUT.iter().map(|(table, _)| *table)
    }
}
