//! SQLite's connections: readers side by side, and one writer, whose turns are taken in the order they are asked for.
//!
//! A commit costs about as much as all the rest of a small effect. So writers that wait for each other share one: each can be
//! taken back alone, and is told that it is stored when the whole is. Whoever is alone commits at once.
//! A member that has done its part asks for another turn; by the time it comes, everybody who waited has done theirs, and
//! the first of them commits for all. No member's answer leaves before that.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc, Mutex as SyncMutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection, raw_sql, sqlite::SqliteConnectOptions,
};
use tokio::{
    sync::{
        Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore,
        oneshot::{self, error::TryRecvError},
    },
    time::timeout,
};

use super::{
    Connected,
    gate::{Gate, Permit},
};

/// How the writer begins. Each says how its commit is synced: the connection may have been used for the other kind before.
const BEGIN: &str = "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE";
const BEGIN_DURABLY: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE";
/// How the second member begins, and how each one behind it does: so it can be taken back alone. There is one savepoint at a
/// time, because SQLite writes down for all of them what a page was.
const BEGIN_BESIDE: &str = "SAVEPOINT effect";
const BEGIN_BESIDE_AGAIN: &str = "RELEASE effect; SAVEPOINT effect";

/// The connections of one database.
pub(super) struct Connections {
    writer: Arc<Mutex<Writer>>,
    /// How many wait for a turn to write.
    waiting: Arc<AtomicUsize>,
    readers: Arc<Readers>,
    /// How long a task waits for its turn before it gives up.
    patience: Duration,
}

impl Connections {
    pub(super) fn new(
        write: SqliteConnectOptions,
        read: SqliteConnectOptions,
        readers: u32,
        patience: Duration,
        gate: &Gate,
    ) -> Self {
        let places = usize::try_from(readers).unwrap_or(usize::MAX);
        Self {
            writer: Arc::new(Mutex::new(Writer {
                link: Link::new(write, gate.clone()),
                is_open: false,
                has_savepoint: false,
                is_dirty: false,
                members: Vec::new(),
            })),
            waiting: Arc::default(),
            readers: Arc::new(Readers {
                fresh: Link::new(read, gate.clone()),
                idle: SyncMutex::default(),
                places: Arc::new(Semaphore::new(places)),
                all_places: places,
            }),
            patience,
        }
    }

    /// Opens the writer's connection, so that a database that cannot be opened is noticed at once.
    pub(super) async fn try_open(&self) -> sqlx::Result<()> {
        self.writer.lock().await.link.get().await.map(drop)
    }

    pub(super) async fn write(&self, durably: bool, permit: Permit) -> sqlx::Result<Writing> {
        let waits = Waits::new(&self.waiting);
        let turn = timeout(self.patience, Arc::clone(&self.writer).lock_owned()).await;
        let mut turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?;
        drop(waits);
        if self.readers.places.is_closed() {
            return Err(sqlx::Error::PoolClosed);
        }
        turn.begin(durably).await?;
        Ok(Writing {
            turn: Some(turn),
            durably,
            writer: Arc::clone(&self.writer),
            waiting: Arc::clone(&self.waiting),
            _permit: permit,
        })
    }

    /// To read in; with `as_one`, all of it sees one state of the data.
    pub(super) async fn read(&self, as_one: bool, permit: Permit) -> sqlx::Result<Reading> {
        let place = Arc::clone(&self.readers.places).acquire_owned();
        let place = timeout(self.patience, place).await;
        let place = place
            .map_err(|_| sqlx::Error::PoolTimedOut)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        let idle = self.readers.idle().pop();
        let mut reading = Reading {
            link: Some(idle.unwrap_or_else(|| self.readers.fresh.another())),
            is_open: false,
            readers: Arc::clone(&self.readers),
            held: Some((place, permit)),
        };
        let connection = reading.link_mut().get().await?;
        if as_one {
            raw_sql("BEGIN").execute(connection).await?;
            reading.is_open = true;
        }
        Ok(reading)
    }

    pub(super) fn connected(&self) -> Connected {
        let writes = usize::from(self.writer.try_lock().is_err());
        let free = self.readers.places.available_permits();
        Connected {
            busy: self.readers.all_places.saturating_sub(free) + writes,
            idle: self.readers.idle().len() + 1 - writes,
        }
    }

    pub(super) async fn close(&self) {
        self.readers.places.close();
        let mut writer = self.writer.lock().await;
        writer.tidy().await;
        writer.link.close().await;
        let idle = std::mem::take(&mut *self.readers.idle());
        for mut link in idle {
            link.close().await;
        }
    }
}

/// A connection that is made anew when the schema changed since it was made.
struct Link {
    options: SqliteConnectOptions,
    gate: Gate,
    open: Option<(SqliteConnection, Instant)>,
}

impl Link {
    fn new(options: SqliteConnectOptions, gate: Gate) -> Self {
        Self {
            options,
            gate,
            open: None,
        }
    }

    fn another(&self) -> Self {
        Self::new(self.options.clone(), self.gate.clone())
    }

    async fn get(&mut self) -> sqlx::Result<&mut SqliteConnection> {
        let since = self.open.as_ref().map(|(_, since)| since.elapsed());
        if since.is_some_and(|age| !self.gate.is_fresh(age)) {
            self.close().await;
        }
        if self.open.is_none() {
            let since = Instant::now();
            self.open = Some((self.options.connect().await?, since));
        }
        Ok(self.connection())
    }

    fn connection(&mut self) -> &mut SqliteConnection {
        &mut self
            .open
            .as_mut()
            .expect("opened before it was handed out")
            .0
    }

    async fn close(&mut self) {
        if let Some((connection, _)) = self.open.take()
            && let Err(error) = connection.close().await
        {
            tracing::debug!(%error, "a connection did not close in order");
        }
    }

    async fn run(&mut self, sql: &'static str) -> sqlx::Result<()> {
        raw_sql(sql).execute(self.connection()).await.map(drop)
    }
}

struct Writer {
    link: Link,
    /// A transaction is open.
    is_open: bool,
    /// There is a savepoint in it.
    has_savepoint: bool,
    /// An effect was begun and neither stored nor taken back.
    is_dirty: bool,
    /// Who did their part and waits to hear that it is stored.
    members: Vec<oneshot::Sender<()>>,
}

impl Writer {
    async fn begin(&mut self, durably: bool) -> sqlx::Result<()> {
        self.tidy().await;
        if durably && self.is_open {
            self.commit().await?;
        }
        if self.is_open {
            let again = std::mem::replace(&mut self.has_savepoint, true);
            let begin = if again {
                BEGIN_BESIDE_AGAIN
            } else {
                BEGIN_BESIDE
            };
            if let Err(error) = self.link.run(begin).await {
                // Whoever was dropped while they began may have left half of it.
                tracing::debug!(%error, "an effect cannot begin beside the others, which are stored first");
                self.commit().await?;
            }
        }
        if !self.is_open {
            self.link.get().await?;
            // Before it has: whoever is dropped here may leave an open one behind.
            (self.is_open, self.is_dirty, self.has_savepoint) = (true, true, false);
            let begun = self.link.run(if durably { BEGIN_DURABLY } else { BEGIN });
            if let Err(error) = begun.await {
                (self.is_open, self.is_dirty) = (false, false);
                // It may have begun, and failed behind that.
                let _ = self.link.run("ROLLBACK").await;
                return Err(error);
            }
        }
        self.is_dirty = true;
        Ok(())
    }

    /// Takes back what was begun and not ended; where nobody else is in the transaction, all of it.
    async fn tidy(&mut self) {
        if !std::mem::take(&mut self.is_dirty) || !self.is_open {
            return;
        }
        let took_back = if self.members.is_empty() {
            self.is_open = false;
            self.link.run("ROLLBACK").await
        } else {
            self.link.run("ROLLBACK TO effect").await
        };
        if let Err(error) = took_back {
            tracing::warn!(%error, "an effect could not be taken back; its connection is closed, which does it");
            self.is_open = false;
            self.members.clear();
            self.link.close().await;
        }
    }

    /// The effect stays, and the next one may begin in the same transaction.
    fn keep(&mut self) -> oneshot::Receiver<()> {
        self.is_dirty = false;
        let (stored, is_stored) = oneshot::channel();
        self.members.push(stored);
        is_stored
    }

    /// Stores what everybody in the transaction did, and tells them. Where it fails they are not told, and know by that.
    async fn commit(&mut self) -> sqlx::Result<()> {
        self.is_open = false;
        self.is_dirty = false;
        let members = std::mem::take(&mut self.members);
        if let Err(error) = self.link.run("COMMIT").await {
            let _ = self.link.run("ROLLBACK").await;
            return Err(error);
        }
        for member in members {
            // Who does not wait any more does not mind.
            let _ = member.send(());
        }
        Ok(())
    }
}

/// A turn to write.
pub struct Writing {
    turn: Option<OwnedMutexGuard<Writer>>,
    durably: bool,
    writer: Arc<Mutex<Writer>>,
    waiting: Arc<AtomicUsize>,
    /// Held until it is stored.
    _permit: Permit,
}

impl Writing {
    pub(super) async fn commit(mut self) -> sqlx::Result<()> {
        // Until it is done the turn stays where `drop` finds it.
        let turn = self.turn.as_mut().expect("it ends once");
        if self.durably || self.waiting.load(Ordering::Acquire) == 0 {
            return turn.commit().await;
        }
        let mut is_stored = turn.keep();
        self.turn = None;
        // Nothing of it is in the database then, as after a connection that broke.
        let lost = |_| sqlx::Error::WorkerCrashed;
        tokio::select! {
            biased;
            stored = &mut is_stored => stored.map_err(lost),
            mut turn = self.writer.lock() => match is_stored.try_recv() {
                Err(TryRecvError::Empty) => {
                    turn.tidy().await;
                    turn.commit().await
                }
                // Somebody else committed it just now, or could not.
                ended => ended.map_err(|_| sqlx::Error::WorkerCrashed),
            },
        }
    }

    pub(super) async fn rollback(mut self) {
        if let Some(turn) = self.turn.as_mut() {
            turn.tidy().await;
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let ended = self.turn.take().is_none_or(|turn| !turn.is_dirty);
        if ended {
            return;
        }
        let writer = Arc::clone(&self.writer);
        // Where there is no runtime any more the process ends, and the transaction with it.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { writer.lock().await.tidy().await });
        }
    }
}

impl Deref for Writing {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        let writer = self.turn.as_ref().expect("held until it ends");
        &writer.link.open.as_ref().expect("opened when it began").0
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        let writer = self.turn.as_mut().expect("held until it ends");
        writer.link.connection()
    }
}

struct Readers {
    /// How connections are made.
    fresh: Link,
    idle: SyncMutex<Vec<Link>>,
    places: Arc<Semaphore>,
    all_places: usize,
}

impl Readers {
    /// How many connections are kept for the next ones; each has a cache.
    const IDLE: usize = 2;

    fn keep(&self, link: Link) {
        let mut idle = self.idle();
        if idle.len() < Self::IDLE && !self.places.is_closed() {
            idle.push(link);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Link>> {
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
            readers.keep(link);
            return;
        }
        // While it reads, SQLite keeps what was written since: it must not go on for longer than needed.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if link.run("ROLLBACK").await.is_ok() {
                    readers.keep(link);
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

/// Counts somebody who waits for a turn, for as long as it is held.
struct Waits(Arc<AtomicUsize>);

impl Waits {
    fn new(waiting: &Arc<AtomicUsize>) -> Self {
        waiting.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(waiting))
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
