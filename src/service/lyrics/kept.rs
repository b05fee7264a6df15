//! What is kept of lyrics: read, stored, forgotten. A table that is away keeps nothing, and that is no failure.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Copy, LyricsLookup, Place, Told, locked};
use crate::{
    domain::{Lyrics, LyricsKey, Song, Speed},
    lyrics::{Choice, lrc},
    store::{CachedLyrics, NewLyrics, StoreError},
    telemetry::Chain,
};

/// How long it is believed that nobody has lyrics of a song.
const MISSES_HOLD: TimeDelta = TimeDelta::days(1);

/// What is kept of a track.
pub(super) enum Kept {
    Fresh(CachedLyrics),
    Old(CachedLyrics, Refresh),
    KnownToBeMissing,
    Nothing,
}

pub(super) enum Refresh {
    Worthwhile,
    /// It was tried, and the lyrics are not to be had any more.
    Tried,
}

impl LyricsLookup {
    pub(super) async fn kept(&self, track: &LyricsKey) -> Result<Kept, StoreError> {
        let now = self.clock.now();
        let row = async {
            self.db
                .glance()
                .await
                .map_err(StoreError::Database)?
                .lyrics_cache()
                .find(track)
                .await
        };
        let row = present(row.await)?.flatten();
        if let Some(row) = row.as_ref().filter(|row| row.is_fresh(now)) {
            return Ok(Kept::Fresh(row.clone()));
        }
        let misses = async {
            self.db
                .glance()
                .await
                .map_err(StoreError::Database)?
                .lyrics_misses()
                .holds(track, now)
                .await
        };
        let is_missing = present(misses.await)?.unwrap_or(false);
        Ok(match (row, is_missing) {
            (Some(row), true) => Kept::Old(row, Refresh::Tried),
            (Some(row), false) => Kept::Old(row, Refresh::Worthwhile),
            (None, true) => Kept::KnownToBeMissing,
            (None, false) => Kept::Nothing,
        })
    }

    /// Stores what was found. Who waits gets it whether or not that works.
    pub(super) async fn keep(
        &self,
        track: &LyricsKey,
        line: usize,
        choice: Choice,
        ttl_days: i64,
    ) -> Told {
        let now = self.clock.now();
        match choice {
            Choice::Several(found) => {
                let found = found.into_iter().map(|found| self.found(line, found));
                Told::Several(found.collect())
            }
            Choice::None => {
                log(self.keep_nothing(track, now).await);
                Told::Nothing
            }
            Choice::One(found) => {
                let copy = self.found(line, *found);
                let row = log(self.keep_lyrics(track, &copy.lyrics, now, ttl_days).await);
                let place = row.flatten().map_or(copy.place, Place::Row);
                Told::Found(Copy { place, ..copy })
            }
        }
    }

    pub(super) async fn keep_lyrics(
        &self,
        track: &LyricsKey,
        lyrics: &Lyrics,
        now: DateTime<Utc>,
        ttl_days: i64,
    ) -> Result<Option<i64>, StoreError> {
        let text = lrc::write(lyrics, Speed::NORMAL);
        let new = NewLyrics {
            artist: lyrics.song.artist(),
            title: lyrics.song.title(),
            lyrics: &text,
            ttl_days,
        };
        let keep = async {
            let mut tx = self.db.begin().await.map_err(StoreError::Database)?;
            let row = tx.lyrics_cache().put(track, new, now).await?;
            tx.commit().await.map_err(StoreError::Database)?;
            Ok(row)
        };
        let row = present(keep.await)?;
        let found_after_all = async {
            let mut tx = self.db.begin().await.map_err(StoreError::Database)?;
            tx.lyrics_misses().forget(track).await?;
            tx.commit().await.map_err(StoreError::Database)
        };
        present(found_after_all.await)?;
        Ok(row)
    }

    pub(super) async fn keep_nothing(
        &self,
        track: &LyricsKey,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let note = async {
            let mut tx = self.db.begin().await.map_err(StoreError::Database)?;
            tx.lyrics_misses()
                .note(track, now, now + MISSES_HOLD)
                .await?;
            tx.commit().await.map_err(StoreError::Database)
        };
        present(note.await).map(|_| ())
    }

    /// Forgets what is kept of a song. True: there was something.
    pub async fn forget(&self, song: &Song) -> Result<bool, StoreError> {
        let track = song.track_id();
        let forget = async {
            let mut tx = self.db.begin().await.map_err(StoreError::Database)?;
            let had_lyrics = tx.lyrics_cache().forget(&track).await?;
            let had_miss = tx.lyrics_misses().forget(&track).await?;
            tx.commit().await.map_err(StoreError::Database)?;
            Ok(had_lyrics || had_miss)
        };
        Ok(present(forget.await)?.unwrap_or(false))
    }

    pub async fn forget_all(&self) -> Result<(), StoreError> {
        let forget = async {
            let mut tx = self.db.begin().await.map_err(StoreError::Database)?;
            tx.lyrics_cache().forget_all().await?;
            tx.lyrics_misses().forget_all().await?;
            tx.commit().await.map_err(StoreError::Database)
        };
        locked(&self.recent).clear();
        present(forget.await).map(|_| ())
    }
}

/// A table that is away is no failure: nothing is kept then.
pub(super) fn present<T>(result: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_missing_table() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Lyrics that could not be stored are still lyrics.
pub(super) fn log<T>(stored: Result<T, StoreError>) -> Option<T> {
    stored
        .inspect_err(|error| tracing::warn!(error = %Chain(error), "lyrics could not be kept"))
        .ok()
}

pub(super) fn copy(row: CachedLyrics, is_old: bool) -> Copy {
    let read = lrc::read(&row.lyrics);
    let song = Song::kept(&row.artist, &row.title, read.seconds);
    Copy {
        place: Place::Row(row.id),
        lyrics: Arc::new(Lyrics {
            song,
            album: read.album,
            words: read.words,
            source: read.by,
        }),
        old_since: is_old.then_some(row.cached_at),
    }
}
