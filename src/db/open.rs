//! Opening: a SQLite file in a folder of its own that nobody else can read, or PostgreSQL by its address.

use std::{
    fs::{DirBuilder, OpenOptions},
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
    str::FromStr as _,
    sync::Arc,
    time::{Duration, Instant},
};

use futures::{FutureExt as _, future::ready};
use sqlx::{
    ConnectOptions as _, Connection as _,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::time::{sleep, timeout};

use super::{Db, DbError, Pools, Tokens, gate::Gate, session_name, sqlite::Connections};
use crate::config::{Database, DatabaseUrl};

/// How long a task waits for its turn before it gives up. A writer may queue behind many others, in this process or, on
/// SQLite, in another, where who comes next is a matter of luck.
const WAIT_FOR_TURN: Duration = Duration::from_secs(30);
/// How long between two tries to open a file that somebody else has for a moment.
const BETWEEN_TRIES: Duration = Duration::from_millis(20);
/// How long a PostgreSQL server may take to answer at the start.
const WAIT_FOR_SERVER: Duration = Duration::from_secs(10);

impl Db {
    /// Opens the database; a SQLite file and its folder are made where they are missing.
    pub async fn open(options: &Database) -> Result<Self, DbError> {
        let gate = Gate::default();
        let run = Tokens::secret();
        let pools = if options.url.is_sqlite() {
            sqlite(options, &gate).await?
        } else {
            postgres(options, &gate, &run).await?
        };
        Ok(Self {
            pools: Arc::new(pools),
            gate,
            tables: Arc::default(),
            run: run.into(),
        })
    }
}

async fn sqlite(options: &Database, gate: &Gate) -> Result<Pools, DbError> {
    let file = options.url.sqlite_file().ok_or(DbError::InMemory)?;
    make_place(&file).map_err(|source| DbError::Place {
        path: file.display().to_string(),
        source,
    })?;
    let connect = SqliteConnectOptions::from_str(options.url.expose())
        .map_err(could_not_open(&options.url))?
        .filename(&file)
        .journal_mode(SqliteJournalMode::Wal)
        // Until a transaction says how it wants it.
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(WAIT_FOR_TURN)
        // A small VPS: 2 MB of page cache a connection.
        .pragma("cache_size", "-2000");
    let readers = options.max_connections.saturating_sub(1).max(1);
    let read = connect.clone().pragma("query_only", "ON");
    let connections = Connections::new(connect, read, readers, WAIT_FOR_TURN, gate);
    // The first connection switches the file to WAL; the others find it so. Where two switch a new file at once SQLite does
    // not wait by itself: whoever comes second tries again, and finds it done.
    let since = Instant::now();
    loop {
        let opened = connections.try_open().await;
        match opened.map_err(could_not_open(&options.url)) {
            Ok(()) => break,
            Err(error) if error.is_passing() && since.elapsed() < WAIT_FOR_TURN => {
                sleep(BETWEEN_TRIES).await;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Pools::Sqlite(connections))
}

async fn postgres(options: &Database, gate: &Gate, run: &str) -> Result<Pools, DbError> {
    let connect = PgConnectOptions::from_str(options.url.expose())
        .map_err(could_not_open(&options.url))?
        .application_name(&session_name(run));
    // Later a pool bears with a server that restarts. Whoever starts the bot is told at once that none is there.
    let first = timeout(WAIT_FOR_SERVER, connect.connect()).await;
    first
        .unwrap_or_else(|_| Err(sqlx::Error::Io(ErrorKind::TimedOut.into())))
        .map_err(could_not_open(&options.url))?
        .close()
        .await
        .map_err(could_not_open(&options.url))?;
    let gate = gate.clone();
    let pool = PgPoolOptions::new()
        .before_acquire(move |_, connection| ready(Ok(gate.is_fresh(connection.age))).boxed())
        .max_connections(options.max_connections)
        .acquire_timeout(WAIT_FOR_TURN)
        .connect_lazy_with(connect);
    Ok(Pools::Postgres(pool))
}

fn could_not_open(url: &DatabaseUrl) -> impl FnOnce(sqlx::Error) -> DbError {
    let shown = url.to_string();
    move |source| DbError::Open { shown, source }
}

/// Makes the folder (for us alone) and the file (likewise; SQLite gives its side files the same rights).
pub(crate) fn make_place(file: &Path) -> std::io::Result<()> {
    if let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    match OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
    {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
