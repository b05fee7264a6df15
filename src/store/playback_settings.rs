//! `playback_settings`: how a person likes to listen, and in which language they are spoken to.

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Check, Column, Default, ForeignKey, OnDelete, Table, Type, Unique},
    },
    domain::{Language, UserId},
};

pub const TABLE: Table = Table {
    name: "playback_settings",
    columns: &[
        Column::ID,
        Column::new("user_id", Type::BigInt),
        Column::new("speed", Type::Float).default(Default::Float(1.0)),
        Column::new("pitch_correction", Type::Bool).default(Default::Bool(true)),
        Column::new("equalizer_preset", Type::Varchar(50)).default(Default::Text("flat")),
        Column::new("equalizer_custom", Type::Json).nullable(),
        Column::new("language", Type::Varchar(5)).default(Default::Text(Language::DEFAULT.code())),
        Column::new("show_lyrics", Type::Bool).default(Default::Bool(true)),
    ],
    checks: &[
        Check {
            name: "playback_settings_speed_range",
            sql: "speed >= 0.5 AND speed <= 2.0",
        },
        Check {
            name: "playback_settings_language_known",
            sql: "language IN ('ru', 'en', 'uk', 'es')",
        },
    ],
    uniques: &[Unique {
        name: "playback_settings_user_id_key",
        columns: &["user_id"],
    }],
    foreign_keys: &[ForeignKey {
        name: "playback_settings_user_id_fkey",
        columns: &["user_id"],
        table: "users",
        references: &["id"],
        on_delete: OnDelete::Cascade,
    }],
    ..Table::EMPTY
};

pub struct PlaybackSettings<'t>(&'t mut Tx);

impl Tx {
    pub fn playback_settings(&mut self) -> PlaybackSettings<'_> {
        PlaybackSettings(self)
    }
}

impl PlaybackSettings<'_> {
    /// Sets the language a person is spoken to in; their other settings start at their defaults.
    pub async fn set_language(
        &mut self,
        user: UserId,
        language: Language,
    ) -> Result<(), StoreError> {
        const SET: &str = "
            INSERT INTO playback_settings (user_id, language) VALUES ($1, $2)
            ON CONFLICT (user_id) DO UPDATE SET language = excluded.language";
        on!(self.0, conn => sqlx::query(SET).bind(user.get()).bind(language.code()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("set a language"))
    }
}
