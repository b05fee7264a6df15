//! What is kept: one file a table, with its description (`TABLE`) and its queries.
//!
//! To add a table: `reprise migrate new` writes its SQL files; then a file here with `pub const TABLE: Table`, a line
//! in [`TABLES`], a repository on `&mut Tx` as in `playlists.rs`, and its test in `tests/it/store.rs` on both databases.
//! Every column is named in every query. Times come in as arguments.

mod chats;
mod equalizer_profiles;
mod jobs;
mod jobs_count;
mod jobs_shown;
mod lyrics_cache;
mod lyrics_misses;
mod playback_settings;
mod playlist_tracks;
mod playlists;
mod privacy;
mod radio_health;
mod radio_listeners;
mod radio_search;
mod radio_songs;
mod radio_streams;
mod radio_titles;
mod renders;
mod schedule_runs;
mod scheduled_playlists;
mod tracks;
mod users;

use crate::db::{DbError, schema::Table};

pub use chats::{Chats, KnownChat};
pub use equalizer_profiles::{EqualizerProfiles, Profile};
pub use jobs::{CancelledJob, Claim, ClaimedJob, Jobs, Lease, NewJob};
pub use jobs_shown::Waiting;
pub use lyrics_cache::{CachedLyrics, LyricsCache, NewLyrics};
pub use lyrics_misses::LyricsMisses;
pub use playback_settings::PlaybackSettings;
pub use playlist_tracks::{PlaylistTrack, PlaylistTracks};
pub use playlists::{Playlist, Playlists, Whose};
pub use privacy::Privacy;
pub use radio_listeners::RadioListeners;
pub use radio_search::{Found, Shelf, Shelves};
pub use radio_songs::{RadioSongs, Song};
pub use radio_streams::{NewStation, RadioStreams, Station};
pub use radio_titles::{HeardTitle, RadioTitles};
pub use renders::{Render, Renders};
pub use schedule_runs::{ClaimedRun, ScheduleRuns};
pub use scheduled_playlists::{Plan, Schedule, Schedules};
pub use tracks::{Track, Tracks};
pub use users::{Maker, Person, Users};

/// Every table of the application, those that others name first.
pub const TABLES: &[&Table] = &[
    &users::TABLE,
    &playlists::TABLE,
    &playback_settings::TABLE,
    &equalizer_profiles::TABLE,
    &radio_streams::TABLE,
    &playlist_tracks::TABLE,
    &radio_listeners::TABLE,
    &radio_titles::TABLE,
    &radio_songs::TABLE,
    &scheduled_playlists::TABLE,
    &schedule_runs::TABLE,
    &chats::TABLE,
    &lyrics_cache::TABLE,
    &jobs::TABLE,
    &lyrics_misses::TABLE,
    &tracks::TABLE,
    &renders::TABLE,
];

/// Why something kept could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store failed")]
    Database(#[source] DbError),
}

impl StoreError {
    /// For `map_err`: says what was being done.
    fn doing(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Database(DbError::doing(doing)(source))
    }

    /// The table asked for is not there, as when its migration is taken back.
    pub fn is_missing_table(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_missing_table())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_key_has_an_index_that_finds_its_rows() {
        for table in TABLES {
            for key in table.foreign_keys {
                let uniques = table.uniques.iter().map(|unique| unique.columns);
                let indexes = table.indexes.iter().filter(|index| index.filter.is_none());
                let is_found = uniques
                    .chain(indexes.map(|index| index.columns))
                    .any(|columns| columns.starts_with(key.columns));
                assert!(is_found, "{}", key.name);
            }
        }
    }

    #[test]
    fn names_say_what_they_name() {
        for table in TABLES {
            let uniques = table.uniques.iter().map(|unique| (unique.name, "_key"));
            let keys = table.foreign_keys.iter().map(|key| (key.name, "_fkey"));
            let indexes = table.indexes.iter().map(|index| (index.name, "_idx"));
            let checks = table.checks.iter().map(|check| (check.name, ""));
            for (name, end) in uniques.chain(keys).chain(indexes).chain(checks) {
                let start = format!("{}_", table.name);
                assert!(name.starts_with(&start) && name.ends_with(end), "{name}");
            }
        }
    }

    #[test]
    fn a_table_comes_after_those_it_names() {
        for (position, table) in TABLES.iter().enumerate() {
            for key in table.foreign_keys {
                let known = TABLES[..=position]
                    .iter()
                    .any(|other| other.name == key.table);
                assert!(known, "{} is before {}", table.name, key.table);
            }
        }
    }
}
