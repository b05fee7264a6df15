//! Who reads, side by side, each in a connection of its own.

use std::{
    collections::VecDeque,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use sqlx::SqliteConnection;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::Link;
use crate::db::gate::Permit;

/// How many connections are kept for however long nobody needs them; each has a cache.
const KEPT: usize = 2;
/// How long the others are. To open one costs more than what it is asked, and a crowd comes in waves.
const REST: Duration = Duration::from_mins(1);

pub(super) struct Readers {
    /// How connections are made.
    fresh: Link,
    /// Who rests, and since when; the one used last is at the end.
    idle: Mutex<VecDeque<(Link, Instant)>>,
    places: Arc<Semaphore>,
    all_places: usize,
}

impl Readers {
    pub(super) fn new(fresh: Link, places: usize) -> Self {
        Self {
            fresh,
            idle: Mutex::default(),
            places: Arc::new(Semaphore::new(places)),
            all_places: places,
        }
    }

    /// To read in; with `as_one`, all of it sees one state of the data.
    pub(super) async fn reading(
        self: Arc<Self>,
        as_one: bool,
        patience: Duration,
        permit: Permit,
    ) -> sqlx::Result<Reading> {
        let place = Arc::clone(&self.places).acquire_owned();
        let place = timeout(patience, place).await;
        let place = place
            .map_err(|_| sqlx::Error::PoolTimedOut)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        let rested = self.idle().pop_back();
        let mut reading = Reading {
            link: Some(rested.map_or_else(|| self.fresh.another(), |(link, _)| link)),
            is_open: false,
            readers: self,
            held: Some((place, permit)),
        };
        reading.link_mut().get().await?;
        if as_one {
            // Before it has: whoever is dropped here may leave an open one behind.
            reading.is_open = true;
            reading.link_mut().run("BEGIN").await?;
        }
        Ok(reading)
    }

    fn keep(&self, link: Link, now: Instant) {
        let mut idle = self.idle();
        if self.are_closed() {
            return;
        }
        idle.push_back((link, now));
        let is_needless = |since: Instant| now.duration_since(since) > REST;
        let closes =
            idle.len() > KEPT && idle.front().is_some_and(|(_, since)| is_needless(*since));
        let needless = if closes { idle.pop_front() } else { None };
        drop(idle);
        // Which closes it, and whoever comes meanwhile does not wait for that.
        drop(needless);
    }

    /// How many read, and how many rest.
    pub(super) fn connected(&self) -> (usize, usize) {
        let free = self.places.available_permits();
        (self.all_places.saturating_sub(free), self.idle().len())
    }

    pub(super) fn are_closed(&self) -> bool {
        self.places.is_closed()
    }

    /// Lets nobody begin any more, and gives away who rests.
    pub(super) fn close(&self) -> impl Iterator<Item = Link> + use<> {
        self.places.close();
        let idle = std::mem::take(&mut *self.idle());
        idle.into_iter().map(|(link, _)| link)
    }

    fn idle(&self) -> MutexGuard<'_, VecDeque<(Link, Instant)>> {
        self.idle.lock().expect("no panic under this lock")
    }
}

/// A connection to read in.
pub struct Reading {
    link: Option<Link>,
    is_open: bool,
    readers: Arc<Readers>,
    held: Option<(OwnedSemaphorePermit, Permit)>,
}

impl Reading {
    fn link_mut(&mut self) -> &mut Link {
        self.link.as_mut().expect("held until it ends")
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let (Some(mut link), held) = (self.link.take(), self.held.take()) else {
            return;
        };
        let readers = Arc::clone(&self.readers);
        if !self.is_open {
            readers.keep(link, Instant::now());
            return;
        }
        // While it reads, SQLite keeps what was written since: it must not go on for longer than needed.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if link.run("ROLLBACK").await.is_ok() {
                    readers.keep(link, Instant::now());
                }
                drop(held);
            });
        }
    }
}

impl Deref for Reading {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        let link = self.link.as_ref().expect("held until it ends");
        &link.open.as_ref().expect("opened when it began").0
    }
}

impl DerefMut for Reading {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.link_mut().connection()
    }
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::SqliteConnectOptions;

    use super::*;
    use crate::db::gate::Gate;

    #[test]
    fn connections_of_a_crowd_are_kept_until_it_is_gone() {
        let link = || Link::new(SqliteConnectOptions::new(), Gate::default());
        let readers = Readers::new(link(), 7);
        let begin = Instant::now();
        for _ in 0..7 {
            readers.keep(link(), begin);
        }
        assert_eq!(readers.connected(), (0, 7));
        let mut later = begin + REST;
        let rest = |now| {
            let (used, _) = readers.idle().pop_back().unwrap();
            readers.keep(used, now);
            readers.connected().1
        };
        assert_eq!(rest(later), 7);
        later += Duration::from_secs(1);
        // One goes with each use, the ones that rested longest first; two stay.
        let rests: Vec<_> = (0..7).map(|_| rest(later)).collect();
        assert_eq!(rests, [6, 5, 4, 3, 2, 2, 2]);
        assert!(readers.idle().iter().any(|(_, since)| *since == later));
    }
}
