//! Lyrics: what the provider may say, and what the cache makes of it.

mod cache;
mod faults;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reprise::{
    clock::FixedClock,
    config::Config,
    domain::Song,
    lyrics::Lrclib as Provider,
    metrics::Metrics,
    service::lyrics::{Copy, LookupError, LyricsLookup, Told},
};

use crate::support::{db::Database, lrclib::Lrclib};

fn noon() -> DateTime<Utc> {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

/// The way to lyrics as the bot has it, on a clock that stands still.
struct Site {
    provider: Lrclib,
    clock: Arc<FixedClock>,
    lyrics: Arc<LyricsLookup>,
}

impl Site {
    async fn new(db: &Database) -> Self {
        let provider = Lrclib::start().await;
        let clock = Arc::new(FixedClock::at(noon()));
        let lyrics = lookup(db, &provider.config(), &clock);
        Self {
            provider,
            clock,
            lyrics,
        }
    }

    async fn ask(&self, song: &str) -> Result<Told, LookupError> {
        self.lyrics.look_up(&Song::parse(song).unwrap()).await
    }

    /// What comes of a question, in a line.
    async fn told(&self, song: &str) -> String {
        shown(&self.ask(song).await)
    }
}

fn lookup(db: &Database, config: &str, clock: &Arc<FixedClock>) -> Arc<LyricsLookup> {
    let config = Config::from_toml(config).unwrap().lyrics;
    let provider = Box::new(Provider::new(&config).unwrap());
    let clock = Arc::clone(clock);
    LyricsLookup::new(
        db.db.clone(),
        clock,
        vec![provider],
        config.ttl_days,
        Metrics::new("1"),
    )
}

fn shown(told: &Result<Told, LookupError>) -> String {
    let copy = |copy: &Copy| {
        let first = copy.lyrics.words.plain();
        let first = first.lines().next().unwrap_or("(instrumental)").to_owned();
        let age = copy.old_since.map(|since| format!(", of {since}"));
        format!(
            "{}: {first}{}",
            copy.lyrics.song.name(),
            age.unwrap_or_default()
        )
    };
    match told {
        Ok(Told::Found(found)) => copy(found),
        Ok(Told::Several(found)) => {
            format!(
                "? {}",
                found.iter().map(copy).collect::<Vec<_>>().join(" | ")
            )
        }
        Ok(Told::Nothing) => "nothing".to_owned(),
        Err(LookupError::Away(why)) => format!("away: {why}"),
        Err(LookupError::Store(why)) => format!("store: {why}"),
    }
}
