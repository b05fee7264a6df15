//! Lyrics with a cache that stays useful when the world is down.
//!
//! Fresh: the copy that is kept. Expired: the old copy at once, and a new one is fetched behind it; nothing is deleted
//! before there is one. Nothing kept: one question to the providers, however many people wait for it. That nobody has
//! them is remembered for a day; that a provider failed is not. Without the tables it works just so, but forgets.

mod kept;
mod line;
mod own;
mod sweep;

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Utc};
use futures::{
    FutureExt as _,
    future::{BoxFuture, Shared},
};
use serde::{Deserialize, Serialize};

use crate::{
    clock::Clock,
    db::Db,
    domain::{Lyrics, LyricsKey, Song},
    lyrics::{Choice, Found, Provider, ProviderError},
    metrics::Metrics,
    store::StoreError,
    telemetry::Chain,
};
use kept::{Kept, Refresh, copy, present};
use line::Line;
pub use own::Own;

/// How many of the lyrics that were found lately are at hand without asking again.
const RECENT: usize = 64;

/// The way to lyrics. One for all who ask.
pub struct LyricsLookup {
    db: Db,
    clock: Arc<dyn Clock>,
    lines: Vec<Line>,
    ttl_days: i64,
    flights: Mutex<HashMap<LyricsKey, Flight>>,
    recent: Mutex<VecDeque<(Place, Arc<Lyrics>)>>,
    counts: Counts,
    metrics: Arc<Metrics>,
}

/// A question that is under way; whoever asks the same waits for the same.
type Flight = Shared<BoxFuture<'static, Result<Told, Arc<ProviderError>>>>;

/// Where lyrics are to be had again: what a button says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// A row of the cache.
    Row(i64),
    /// A number at a provider, by its place in the list.
    Provider(usize, i64),
    /// A file that was looked into, where nothing can be kept: as long as it is at hand.
    File(i64),
}

/// Lyrics for somebody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Copy {
    pub place: Place,
    pub lyrics: Arc<Lyrics>,
    /// Since when they are kept, where they should be newer.
    pub old_since: Option<DateTime<Utc>>,
}

/// What came of a question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Told {
    Found(Copy),
    /// Other lengths of the song, or songs of like names.
    Several(Vec<Copy>),
    Nothing,
}

/// Why nothing can be told.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    #[error("no provider of lyrics answers")]
    Away(#[source] Arc<ProviderError>),
    #[error("the kept lyrics cannot be read")]
    Store(#[source] StoreError),
}

/// How often what happened since the start.
#[derive(Default)]
struct Counts {
    fresh: AtomicU64,
    old: AtomicU64,
    nothing_kept: AtomicU64,
    asked: AtomicU64,
}

/// The same, to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub questions: u64,
    /// Answered from what is kept.
    pub kept: u64,
    /// Rows in the cache; nobody knows while its table is away.
    pub rows: Option<i64>,
}

impl LyricsLookup {
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        providers: Vec<Box<dyn Provider>>,
        ttl_days: u32,
        metrics: Arc<Metrics>,
    ) -> Arc<Self> {
        let line = |provider| Line::new(provider, Arc::clone(&clock));
        Arc::new(Self {
            lines: providers.into_iter().map(line).collect(),
            db,
            clock,
            ttl_days: ttl_days.into(),
            flights: Mutex::default(),
            recent: Mutex::default(),
            counts: Counts::default(),
            metrics,
        })
    }

    /// The lyrics of a song, as soon as there is something to tell.
    pub async fn look_up(self: &Arc<Self>, song: &Song) -> Result<Told, LookupError> {
        let track = song.track_id();
        let counts = &self.counts;
        let kept = self.kept(&track).await.map_err(LookupError::Store)?;
        self.metrics
            .looked_up("lyrics", !matches!(kept, Kept::Nothing));
        match kept {
            Kept::Fresh(row) => {
                count(&counts.fresh);
                Ok(Told::Found(copy(row, false)))
            }
            Kept::Old(row, refresh) => {
                count(&counts.old);
                if matches!(refresh, Refresh::Worthwhile) {
                    drop(self.flight(song, track, row.ttl_days));
                }
                Ok(Told::Found(copy(row, true)))
            }
            Kept::KnownToBeMissing => {
                count(&counts.nothing_kept);
                Ok(Told::Nothing)
            }
            Kept::Nothing => {
                count(&counts.asked);
                let flight = self.flight(song, track, self.ttl_days);
                flight.await.map_err(LookupError::Away)
            }
        }
    }

    /// The lyrics that take the place of an old copy, once they are there. `None`: there are no newer ones to be had.
    pub async fn newer(self: &Arc<Self>, song: &Song) -> Option<Told> {
        let track = song.track_id();
        let flight = locked(&self.flights).get(&track).cloned();
        if let Some(flight) = flight {
            return flight
                .await
                .ok()
                .filter(|told| matches!(told, Told::Found(_)));
        }
        match self.kept(&track).await {
            Ok(Kept::Fresh(row)) => Some(Told::Found(copy(row, false))),
            _ => None,
        }
    }

    /// Lyrics that were shown or offered before.
    pub async fn again(&self, place: Place) -> Result<Option<Copy>, LookupError> {
        let lyrics = match place {
            Place::Row(id) => {
                let row = async {
                    self.db
                        .glance()
                        .await
                        .map_err(StoreError::Database)?
                        .lyrics_cache()
                        .get(id)
                        .await
                };
                let row = present(row.await).map_err(LookupError::Store)?.flatten();
                let now = self.clock.now();
                return Ok(row.map(|row| {
                    let is_old = !row.is_fresh(now);
                    copy(row, is_old)
                }));
            }
            Place::File(_) => self.at_hand(place),
            Place::Provider(line, id) => match (self.at_hand(place), self.lines.get(line)) {
                (Some(lyrics), _) => Some(lyrics),
                (None, Some(at)) => {
                    let found = at
                        .get(id)
                        .await
                        .map_err(|error| LookupError::Away(error.into()))?;
                    found.map(|found| self.found(line, found).lyrics)
                }
                (None, None) => None,
            },
        };
        Ok(lyrics.map(|lyrics| Copy {
            place,
            lyrics,
            old_since: None,
        }))
    }

    /// Every recording of a song that somebody has lyrics of, the nearest in length first.
    pub async fn versions(&self, song: &Song) -> Result<Vec<Copy>, LookupError> {
        let mut failed = None;
        for (number, line) in self.lines.iter().enumerate() {
            match line.versions(song).await {
                Ok(found) if found.is_empty() => {}
                Ok(found) => {
                    return Ok(found
                        .into_iter()
                        .map(|found| self.found(number, found))
                        .collect());
                }
                Err(error) => failed = Some(error),
            }
        }
        failed.map_or(Ok(Vec::new()), |error| Err(LookupError::Away(error.into())))
    }

    pub async fn tally(&self) -> Result<Tally, StoreError> {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let counts = &self.counts;
        let kept = read(&counts.fresh) + read(&counts.old) + read(&counts.nothing_kept);
        let rows = async {
            self.db
                .glance()
                .await
                .map_err(StoreError::Database)?
                .lyrics_cache()
                .count()
                .await
        };
        Ok(Tally {
            questions: kept + read(&counts.asked),
            kept,
            rows: present(rows.await)?,
        })
    }

    /// The question to the providers about a track: the one under way, or a new one. It goes on when nobody waits.
    fn flight(self: &Arc<Self>, song: &Song, track: LyricsKey, ttl_days: i64) -> Flight {
        let mut flights = locked(&self.flights);
        if let Some(flight) = flights.get(&track) {
            return flight.clone();
        }
        let (service, song) = (Arc::clone(self), song.clone());
        let landing = Landing(Arc::clone(self), track.clone());
        let task = tokio::spawn(async move {
            let track = &landing.1;
            // Another flight may have landed since the cache was looked at.
            if let Ok(Kept::Fresh(row)) = service.kept(track).await {
                return Ok(Told::Found(copy(row, false)));
            }
            let told = service.ask_everybody(&song).await;
            match told {
                Ok((line, choice)) => Ok(service.keep(track, line, choice, ttl_days).await),
                Err(error) => Err(Arc::new(error)),
            }
        });
        let flight: Flight = task
            .map(|ended| ended.unwrap_or_else(|_| Err(Arc::new(ProviderError::Resting))))
            .boxed()
            .shared();
        flights.insert(track, flight.clone());
        flight
    }

    /// Asks one provider after the other. "Nobody has them" needs all of them to say so.
    async fn ask_everybody(&self, song: &Song) -> Result<(usize, Choice), ProviderError> {
        let mut failed = None;
        for (number, line) in self.lines.iter().enumerate() {
            match line.look_for(song).await {
                Ok(Choice::None) => {}
                Ok(choice) => return Ok((number, choice)),
                Err(error) => {
                    if error.is_outage() {
                        tracing::warn!(provider = line.name(), error = %Chain(&error), "lyrics cannot be had");
                    }
                    failed = Some(error);
                }
            }
        }
        failed.map_or(Ok((0, Choice::None)), Err)
    }

    fn found(&self, line: usize, found: Found) -> Copy {
        let place = Place::Provider(line, found.id);
        self.remember(place, Arc::new(found.lyrics))
    }

    fn at_hand(&self, place: Place) -> Option<Arc<Lyrics>> {
        let recent = locked(&self.recent);
        let found = recent.iter().find(|(at, _)| *at == place);
        found.map(|(_, lyrics)| Arc::clone(lyrics))
    }

    fn remember(&self, place: Place, lyrics: Arc<Lyrics>) -> Copy {
        let mut recent = locked(&self.recent);
        recent.retain(|(at, _)| *at != place);
        recent.push_front((place, Arc::clone(&lyrics)));
        recent.truncate(RECENT);
        Copy {
            place,
            lyrics,
            old_since: None,
        }
    }
}

/// Takes a flight off the board when its task ends, however it ends.
struct Landing(Arc<LyricsLookup>, LyricsKey);

impl Drop for Landing {
    fn drop(&mut self) {
        locked(&self.0.flights).remove(&self.1);
    }
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no panic under this lock")
}
