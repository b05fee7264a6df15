//! Lyrics from elsewhere: who gives them, how they are written, which of several are meant, when to ask again.
//!
//! To add a provider: a file here with a type that implements [`Provider`], beside `lrclib.rs`, and a place in the list
//! that `app` gives to `service::lyrics`; they are asked in that order. One whose terms forbid it has no place here.

mod breaker;
mod choose;
pub mod lrc;
mod lrclib;

use std::time::Duration;

use futures::future::BoxFuture;

use crate::{
    domain::{Lyrics, Song},
    http::FetchError,
};

pub use breaker::Breaker;
pub use choose::{Choice, choose, versions};
pub use lrclib::Lrclib;

/// Lyrics as a provider has them, and the number they have there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub id: i64,
    pub lyrics: Lyrics,
}

/// Somebody who gives lyrics. Every answer is read to its end in bounded time and memory.
pub trait Provider: Send + Sync {
    /// How it is thanked.
    fn name(&self) -> &'static str;

    /// The lyrics of just this song.
    fn find<'a>(&'a self, song: &'a Song) -> Asked<'a, Option<Found>>;

    /// Lyrics of songs that are called like this.
    fn search<'a>(&'a self, song: &'a Song) -> Asked<'a, Vec<Found>>;

    /// The lyrics with this number.
    fn get(&self, id: i64) -> Asked<'_, Option<Found>>;
}

pub type Asked<'a, T> = BoxFuture<'a, Result<T, ProviderError>>;

/// Why a provider gave no answer. "There are none" is an answer.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    #[error("it cannot be reached")]
    Away(#[source] FetchError),
    #[error("it asks to be left alone")]
    Busy { retry_after: Option<Duration> },
    #[error("it is out of order: {0}")]
    Broken(u16),
    #[error("it does not accept the question: {0}")]
    Refused(u16),
    #[error("its answer is not what it documents")]
    Garbled(#[source] serde_json::Error),
    #[error("it was not asked, because it failed a moment ago")]
    Resting,
    #[error("it took longer than {} s", .0.as_secs())]
    TooSlow(Duration),
}

impl ProviderError {
    /// Whether asking somebody else the same would end alike.
    pub fn is_outage(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::Resting)
    }
}
