//! `playback_settings`: how a person likes to listen, and in which language they are spoken to.

use super::StoreError;
use crate::{
    db::{
        Tx, on,
        schema::{Check, Column, Default, ForeignKey, OnDelete, Table, Type, Unique},
    },
    domain::{Bands, Equalizer, Language, Listening, Preset, Speed, UserId},
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

/// Writes a setting. Most people have a row: it is changed, which costs half of what an upsert does (that takes a new id before it
/// sees the old one). Who has none gets it first, in the language they are spoken to in.
macro_rules! set {
    ($self:ident, $doing:literal, $user:ident, $spoken:ident, $what:literal, $($value:expr),+) => {{
        const SET: &str = concat!("UPDATE playback_settings SET ", $what, " WHERE user_id = $1");
        loop {
            let set = on!($self.0, conn => {
                let query = sqlx::query(SET).bind($user.get())$(.bind($value))+;
                query.execute(conn).await.map(|done| done.rows_affected())
            })
            .map_err(StoreError::doing($doing))?;
            if set > 0 {
                break Ok(());
            }
            $self.add($user, $spoken).await?;
        }
    }};
}

pub struct PlaybackSettings<'t>(&'t mut Tx);

impl Tx {
    pub fn playback_settings(&mut self) -> PlaybackSettings<'_> {
        PlaybackSettings(self)
    }
}

impl PlaybackSettings<'_> {
    /// How a person listens. What a row says that no version of ours wrote counts as the default.
    pub async fn get(&mut self, user: UserId) -> Result<Listening, StoreError> {
        const GET: &str = "
            SELECT speed, pitch_correction, equalizer_preset, CAST(equalizer_custom AS TEXT), show_lyrics
            FROM playback_settings WHERE user_id = $1";
        type Row = (f64, bool, String, Option<String>, bool);
        let row: Option<Row> =
            on!(self.0, conn => sqlx::query_as(GET).bind(user.get()).fetch_optional(conn).await)
                .map_err(StoreError::doing("read how a person listens"))?;
        let Some((speed, keeps_pitch, preset, custom, shows_lyrics)) = row else {
            return Ok(Listening::default());
        };
        let equalizer = if preset == Equalizer::CUSTOM {
            bands(custom).map(Equalizer::Custom)
        } else if let Some(id) = preset.strip_prefix(Equalizer::MINE) {
            self.mine(user, id).await?
        } else {
            Preset::from_name(&preset).map(Equalizer::Preset)
        };
        Ok(Listening {
            speed: Speed::new(speed).unwrap_or_default(),
            keeps_pitch,
            equalizer: equalizer.unwrap_or_default(),
            shows_lyrics,
        })
    }

    /// A saved curve, where it is still theirs.
    async fn mine(&mut self, user: UserId, id: &str) -> Result<Option<Equalizer>, StoreError> {
        let Ok(id) = id.parse::<i64>() else {
            return Ok(None);
        };
        let profile = self.0.equalizer_profiles().find(user, id.into()).await?;
        Ok(profile.map(|profile| Equalizer::Mine(profile.id, profile.bands)))
    }

    /// The bands a person set last by themselves; they stay while a preset is tried.
    pub async fn last_custom(&mut self, user: UserId) -> Result<Option<Bands>, StoreError> {
        const CUSTOM: &str =
            "SELECT CAST(equalizer_custom AS TEXT) FROM playback_settings WHERE user_id = $1";
        let row: Option<Option<String>> =
            on!(self.0, conn => sqlx::query_scalar(CUSTOM).bind(user.get()).fetch_optional(conn).await)
                .map_err(StoreError::doing("read a person's own bands"))?;
        Ok(bands(row.flatten()))
    }

    /// Sets the language a person is spoken to in; their other settings start at their defaults.
    pub async fn set_language(
        &mut self,
        user: UserId,
        language: Language,
    ) -> Result<(), StoreError> {
        set!(
            self,
            "set a language",
            user,
            language,
            "language = $2",
            language.code()
        )
    }

    /// This and the ones below may make a person's row, which then holds a language: the one they are spoken to in now.
    pub async fn set_speed(
        &mut self,
        user: UserId,
        spoken: Language,
        speed: Speed,
    ) -> Result<(), StoreError> {
        set!(
            self,
            "set a speed",
            user,
            spoken,
            "speed = $2",
            speed.factor()
        )
    }

    pub async fn set_keeps_pitch(
        &mut self,
        user: UserId,
        spoken: Language,
        keeps: bool,
    ) -> Result<(), StoreError> {
        set!(
            self,
            "set what becomes of the pitch",
            user,
            spoken,
            "pitch_correction = $2",
            keeps
        )
    }

    /// Bands of one's own are kept beside a preset that is chosen later.
    pub async fn set_equalizer(
        &mut self,
        user: UserId,
        spoken: Language,
        equalizer: Equalizer,
    ) -> Result<(), StoreError> {
        let custom = match equalizer {
            Equalizer::Custom(bands) => Some(bands.to_value()),
            Equalizer::Preset(_) | Equalizer::Mine(..) => None,
        };
        set!(
            self,
            "set an equalizer",
            user,
            spoken,
            "equalizer_preset = $2, equalizer_custom = coalesce($3, equalizer_custom)",
            equalizer.column(),
            &custom
        )
    }

    pub async fn set_shows_lyrics(
        &mut self,
        user: UserId,
        spoken: Language,
        shows: bool,
    ) -> Result<(), StoreError> {
        set!(
            self,
            "set whether lyrics come along",
            user,
            spoken,
            "show_lyrics = $2",
            shows
        )
    }

    /// Makes a person's row where there is none.
    async fn add(&mut self, user: UserId, spoken: Language) -> Result<(), StoreError> {
        const ADD: &str = "
            INSERT INTO playback_settings (user_id, language) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING";
        on!(self.0, conn => sqlx::query(ADD).bind(user.get()).bind(spoken.code()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("add a person's settings"))
    }
}

fn bands(kept: Option<String>) -> Option<Bands> {
    Bands::from_json(&kept?).ok()
}
