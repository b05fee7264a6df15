//! Where the database is, and the engine's own connections to it: never out of the bot's pool, whose connections carry
//! prepared statements and settings that a migration must not inherit.

use std::{
    path::{Path, PathBuf},
    str::FromStr as _,
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, PgConnection, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::error::{Doing as _, EngineError};
use crate::db::{Dialect, make_place};

/// How long a statement waits for another writer of a SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Where a database is.
#[derive(Debug, Clone)]
pub enum Place {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

/// One connection of the engine's own.
#[derive(Debug)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Runs `$body` with `$c` bound to the connection, compiled once for each database.
macro_rules! with {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::migrate::place::Conn::Sqlite($c) => $body,
            $crate::migrate::place::Conn::Postgres($c) => $body,
        }
    };
}
pub(super) use with;

impl Place {
    pub fn from_url(url: &str) -> Result<Self, EngineError> {
        let bad = |source| EngineError::database("reading the database address", source);
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(bad)?;
            let path = options.get_filename().to_owned();
            if path == Path::new(":memory:") || url.contains("mode=memory") {
                return Err(EngineError::NoFile);
            }
            return Ok(Self::Sqlite(path));
        }
        let options = PgConnectOptions::from_str(url).map_err(bad)?;
        Ok(Self::Postgres(Box::new(
            options.application_name("reprise migrate"),
        )))
    }

    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A file beside the SQLite file: `reprise.db` → `reprise.db.<suffix>`.
    pub fn beside(&self, suffix: &str) -> Option<PathBuf> {
        let Self::Sqlite(path) = self else {
            return None;
        };
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(suffix);
        Some(PathBuf::from(name))
    }

    /// What it is called: the file without its folder, or the database.
    pub fn name(&self) -> String {
        match self {
            Self::Sqlite(path) => path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            Self::Postgres(options) => options.get_database().unwrap_or("postgres").to_owned(),
        }
    }

    /// A name without secrets, for people and for the digest.
    pub fn label(&self) -> String {
        match self {
            Self::Sqlite(path) => std::path::absolute(path)
                .unwrap_or_else(|_| path.clone())
                .display()
                .to_string(),
            Self::Postgres(options) => {
                let database = options.get_database().unwrap_or("postgres");
                format!("{}:{}/{database}", options.get_host(), options.get_port())
            }
        }
    }

    /// A connection that cannot write and sees one moment of the data; `None` where there is no database yet (none is made by looking).
    pub async fn open_to_read(&self) -> Result<Option<Conn>, EngineError> {
        match self {
            Self::Sqlite(path) => {
                if !std::fs::metadata(path).is_ok_and(|file| file.len() > 0) {
                    return Ok(None);
                }
                let options = sqlite(path).read_only(true);
                let opened = match try_open(&options).await {
                    // On a read-only disk there is no place for the index of the log. Without a log none is needed.
                    Err(_) if !has_log(path) => try_open(&options.immutable(true)).await,
                    opened => opened,
                };
                let mut conn = opened.doing("opening the database file")?;
                conn.execute("BEGIN").await.doing("beginning to read")?;
                Ok(Some(Conn::Sqlite(conn)))
            }
            Self::Postgres(options) => {
                let mut conn = options
                    .connect()
                    .await
                    .doing("connecting to the database")?;
                conn.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await
                    .doing("beginning to read")?;
                Ok(Some(Conn::Postgres(conn)))
            }
        }
    }

    /// A connection for the work itself. Makes a missing SQLite file.
    pub async fn open_to_write(&self) -> Result<Conn, EngineError> {
        match self {
            Self::Sqlite(path) => {
                make_place(path)
                    .map_err(|source| EngineError::io("making the database file", path, source))?;
                let options = sqlite(path)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    // A rebuilt table must not take its children with it; each step decides (see `step.rs`).
                    .foreign_keys(false);
                options
                    .connect()
                    .await
                    .map(Conn::Sqlite)
                    .doing("opening the database file")
            }
            Self::Postgres(options) => {
                let doing = "connecting to the database";
                let mut conn = options.connect().await.doing(doing)?;
                conn.execute(NOTICE_THAT_WE_ARE_GONE).await.doing(doing)?;
                Ok(Conn::Postgres(conn))
            }
        }
    }
}

/// A server looks for a dead client only when a statement ends, and its locks stay until then; from version 14 it can look
/// meanwhile.
const NOTICE_THAT_WE_ARE_GONE: &str = "SELECT set_config('client_connection_check_interval', '1s', false) FROM pg_settings WHERE name = 'client_connection_check_interval'";

impl Conn {
    /// Begins the transaction of a step. On SQLite it takes the write lock at once, so that what is read then stays true.
    ///
    /// In plain SQL, since the engine's functions are handed the connection, not a `Transaction` that borrows it. A
    /// connection dropped in the middle is closed, never used again: there is no pool it could go back to.
    pub(super) async fn begin(&mut self) -> Result<(), EngineError> {
        let begin = match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        };
        self.run(begin, "beginning a transaction").await
    }

    pub(super) async fn commit(&mut self) -> Result<(), EngineError> {
        self.run("COMMIT", "committing").await
    }

    /// Rolls back. Its own failure is not told: on a full disk SQLite has rolled back already, and the first error counts.
    pub(super) async fn rollback(&mut self) {
        let _ = self.run("ROLLBACK", "rolling back").await;
    }

    /// Ends a transaction: commits what worked, rolls back what did not.
    pub(super) async fn end<T>(&mut self, done: Result<T, EngineError>) -> Result<T, EngineError> {
        match done {
            Ok(done) => {
                self.commit().await?;
                Ok(done)
            }
            Err(error) => {
                self.rollback().await;
                Err(error)
            }
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a few statements of the engine's own.
    pub(super) async fn run(
        &mut self,
        sql: impl Into<String>,
        doing: &'static str,
    ) -> Result<(), EngineError> {
        let sql = sqlx::AssertSqlSafe(sql.into());
        with!(self, c => c.execute(sql).await.map(drop)).doing(doing)
    }

    /// Ends one that only read, where nothing waits for its read to be over: SQLite forgets a large schema by itself, a moment
    /// later.
    pub(super) async fn leave(self) {
        if let Self::Postgres(_) = self {
            self.close().await;
        }
    }

    /// Closes it; on PostgreSQL this frees the migration lock, too.
    pub async fn close(self) {
        let mut this = self;
        if matches!(this, Self::Postgres(_)) {
            // Before the goodbye, which the server reads when it likes: the next run must not find the lock taken.
            let _ = this
                .run("SELECT pg_advisory_unlock_all()", "letting go of the lock")
                .await;
        }
        // Whether the goodbye arrives or not, the connection is gone.
        let _ = match this {
            Self::Sqlite(conn) => conn.close().await,
            Self::Postgres(conn) => conn.close().await,
        };
    }
}

fn sqlite(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
}

/// Opens a file and reads from it: SQLite itself opens lazily.
async fn try_open(options: &SqliteConnectOptions) -> sqlx::Result<SqliteConnection> {
    let mut conn = options.connect().await?;
    sqlx::query("SELECT count(*) FROM sqlite_schema")
        .execute(&mut conn)
        .await?;
    Ok(conn)
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|file| file.len() > 0)
}
