//! SQLite's connections: [`readers`] side by side, and one [`writer`], whose turns are taken in the order they are asked for.

mod readers;
mod writer;
mod writing;

use std::{
    sync::{Arc, atomic::AtomicUsize},
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection, raw_sql, sqlite::SqliteConnectOptions,
};
use tokio::{sync::Mutex, time::timeout};

use super::{
    Connected, Purpose,
    gate::{Gate, Permit},
};
use readers::Readers;
use writer::Writer;
use writing::Waits;
pub use {readers::Reading, writing::Writing};

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
            writer: Arc::new(Mutex::new(Writer::new(Link::new(write, gate.clone())))),
            waiting: Arc::default(),
            readers: Arc::new(Readers::new(Link::new(read, gate.clone()), places)),
            patience,
        }
    }

    /// Opens the writer's connection, so that a database that cannot be opened is noticed at once.
    pub(super) async fn try_open(&self) -> sqlx::Result<()> {
        self.writer.lock().await.link.get().await.map(drop)
    }

    pub(super) async fn write(&self, purpose: Purpose, permit: Permit) -> sqlx::Result<Writing> {
        let waits = Waits::new(&self.waiting);
        let turn = timeout(self.patience, Arc::clone(&self.writer).lock_owned()).await;
        let turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?;
        drop(waits);
        if self.readers.are_closed() {
            return Err(sqlx::Error::PoolClosed);
        }
        Writing::begin(turn, purpose, &self.writer, &self.waiting, permit).await
    }

    /// To read in; with `as_one`, all of it sees one state of the data.
    pub(super) async fn read(&self, as_one: bool, permit: Permit) -> sqlx::Result<Reading> {
        let readers = Arc::clone(&self.readers);
        readers.reading(as_one, self.patience, permit).await
    }

    pub(super) fn connected(&self) -> Connected {
        let writes = usize::from(self.writer.try_lock().is_err());
        let (read, rest) = self.readers.connected();
        Connected {
            busy: read + writes,
            idle: rest + 1 - writes,
        }
    }

    pub(super) async fn close(&self) {
        let idle = self.readers.close();
        let mut writer = self.writer.lock().await;
        writer.end().await;
        writer.link.close().await;
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

    /// Runs a command of transactions, which stays prepared.
    async fn run(&mut self, sql: &'static str) -> sqlx::Result<()> {
        sqlx::query(sql).execute(self.connection()).await.map(drop)
    }

    /// The same for one that sets how the connection works, which SQLite does while it prepares it.
    async fn run_anew(&mut self, sql: &'static str) -> sqlx::Result<()> {
        raw_sql(sql).execute(self.connection()).await.map(drop)
    }
}
