//! What `reprise doctor` wants to know of a database: looked at with a connection of its own, changing nothing.

use std::path::Path;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, Row as _};

/// How long a SQLite writer elsewhere is waited for.
const BUSY: Duration = Duration::from_secs(3);

/// A SQLite database that could be opened and written.
#[derive(Debug)]
pub struct SqliteFacts {
    pub version: String,
    pub journal_mode: String,
    /// The newest migration in it.
    pub revision: Option<i64>,
}

/// A PostgreSQL server that answered.
#[derive(Debug)]
pub struct PostgresFacts {
    /// 160004 is 16.4.
    pub version: u32,
    /// Of one question and its answer.
    pub latency: Duration,
    pub time: DateTime<Utc>,
    /// Two connections are one session: a pooler in transaction mode is between.
    pub pooled: bool,
    /// Prepared statements work, which a pooler can get in the way of.
    pub prepares: bool,
    pub may_create: bool,
    pub revision: Option<i64>,
}

const LEDGER: &str = "SELECT max(version) FROM _sqlx_migrations";

/// Opens an existing SQLite database and takes its write lock for a moment.
pub async fn sqlite(url: &str) -> sqlx::Result<SqliteFacts> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(false)
        .busy_timeout(BUSY);
    let mut conn = options.connect().await?;
    let version = conn
        .fetch_one("SELECT sqlite_version()")
        .await?
        .try_get(0)?;
    let journal_mode = conn.fetch_one("PRAGMA journal_mode").await?.try_get(0)?;
    conn.execute("BEGIN IMMEDIATE").await?;
    let ledger = conn
        .fetch_optional("SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'")
        .await?;
    let revision = match ledger {
        Some(_) => conn.fetch_one(LEDGER).await?.try_get(0)?,
        None => None,
    };
    conn.execute("ROLLBACK").await?;
    conn.close().await?;
    Ok(SqliteFacts {
        version,
        journal_mode,
        revision,
    })
}

/// Whether SQLite's write-ahead log works in a folder, tried with a database that is removed again.
pub async fn wal_works(folder: &Path) -> sqlx::Result<()> {
    let file = folder.join(format!(".reprise-doctor-{}.db", std::process::id()));
    let tried = try_wal(&file).await;
    for end in ["", "-wal", "-shm"] {
        let mut name = file.clone().into_os_string();
        name.push(end);
        let _ = std::fs::remove_file(name);
    }
    tried
}

async fn try_wal(file: &Path) -> sqlx::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal);
    let mut first: SqliteConnection = options.connect().await?;
    first.execute("CREATE TABLE probe (x INTEGER)").await?;
    // A second connection needs the shared memory that network file systems do not give.
    let mut second = options.connect().await?;
    second.execute("INSERT INTO probe VALUES (1)").await?;
    first.fetch_one("SELECT x FROM probe").await?;
    second.close().await?;
    first.close().await
}

/// Connects twice and asks, mostly with plain queries: a pooler may not know prepared ones.
pub async fn postgres(url: &str) -> sqlx::Result<PostgresFacts> {
    let options = PgConnectOptions::from_str(url)?;
    let mut first: PgConnection = options.connect().await?;
    let mut second = options.connect().await?;
    let backend = "SELECT pg_backend_pid()";
    let start = Instant::now();
    let one: i32 = first.fetch_one(backend).await?.try_get(0)?;
    let latency = start.elapsed();
    let other: i32 = second.fetch_one(backend).await?.try_get(0)?;
    let facts = first
        .fetch_one(
            "SELECT current_setting('server_version_num')::int, clock_timestamp(), \
             has_schema_privilege(current_schema(), 'CREATE'), to_regclass('_sqlx_migrations') IS NOT NULL",
        )
        .await?;
    let version: i32 = facts.try_get(0)?;
    let may_create: Option<bool> = facts.try_get(2)?;
    let revision = if facts.try_get(3)? {
        first.fetch_one(LEDGER).await?.try_get(0)?
    } else {
        None
    };
    let prepares = prepare(&mut first).await.is_ok() && prepare(&mut second).await.is_ok();
    // A connection that is cut is closed by the server.
    drop((first, second));
    Ok(PostgresFacts {
        version: version.unsigned_abs(),
        latency,
        time: facts.try_get(1)?,
        pooled: one == other,
        prepares,
        may_create: may_create == Some(true),
        revision,
    })
}

async fn prepare(conn: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT $1::bigint")
        .bind(1_i64)
        .fetch_one(conn)
        .await
}
