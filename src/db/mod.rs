//! Two databases behind one handle. SQL is written once: `on!(tx, conn => …)` compiles its body for each driver.
//!
//! Rules that make one text serve both: `$1` placeholders; `ON CONFLICT … DO UPDATE` and `RETURNING`; every column
//! named, never a star (after a live ALTER a star panics or answers empty on SQLite); `i64` for whole numbers; times
//! are `DateTime<Utc>` bound as parameters. What really differs is a [`PerDialect`].
//!
//! A kill of the bot takes nothing that is committed. When the machine loses its power, SQLite may lose the last commits,
//! whole ones and the newest first: to wait for the disk at each of them would cost several times the rest of it. So that
//! wait is kept for what nobody could give us again, an update, which Telegram forgets once it knows that we have it:
//! [`Db::begin_durable`] makes its own commit and all before it outlast the loss. An effect that is lost is an update that
//! lies open in the inbox again, and happens again at the next start.

mod dialect;
mod error;
pub mod examine;
pub mod gate;
mod inbox;
mod notes;
mod open;
mod prompts;
mod runs;
mod runtime;
pub mod schema;
mod sqlite;
mod tables;
mod tokens;

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::{PgConnection, PgPool, Postgres, SqliteConnection, Transaction};

pub use dialect::{Dialect, PerDialect, SpeaksDialect};
pub use error::DbError;
use gate::{Gate, Permit};
pub use inbox::{Accepted, Arrival, Holder, Inbox, OpenUpdate, Turn};
pub use notes::Notes;
pub use prompts::{Prompt, Prompts};
pub use runs::{Run, Runs};
pub use tables::Tables;
pub use tokens::{Taken, Token, Tokens};

/// Runs `$body` with `$conn` bound to the connection of whichever database this is.
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $conn: &mut sqlx::SqliteConnection = &mut *tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $conn: &mut sqlx::PgConnection = &mut *tx;
                $body
            }
        }
    };
}
pub(crate) use on;
pub(crate) use open::make_place;

/// How a transaction begins on PostgreSQL; `sqlite` has the other. Its limits are its own, so that they also hold behind a
/// pooler, which would hand settings of a session to the next client. A transaction whose owner vanished keeps no locks.
macro_rules! begins {
    ($begin:literal) => {
        concat!(
            $begin,
            "; SET LOCAL statement_timeout = '30s'; SET LOCAL idle_in_transaction_session_timeout = '60s'"
        )
    };
}

const WRITE: &str = begins!("BEGIN");
const WRITE_DURABLY: &str = begins!("BEGIN; SET LOCAL synchronous_commit = on");
/// All of it sees one state of the data.
const READ: &str = begins!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pools: Arc<Pools>,
    gate: Gate,
    tables: Arc<tables::Seen>,
    /// A name that no other process has. On PostgreSQL its sessions carry it.
    run: Arc<str>,
}

/// Connections, by what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connected {
    pub busy: usize,
    pub idle: usize,
}

/// What a transaction is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Effect,
    /// It outlasts a loss of power.
    Durable,
    /// Nothing is done in it but to mark updates when it is committed.
    Marks,
}

enum Pools {
    Sqlite(sqlite::Connections),
    Postgres(PgPool),
}

/// A transaction, and the only way to the data.
pub enum Tx {
    Sqlite(SqliteTx),
    Postgres(PostgresTx),
}

/// A transaction on SQLite; it derefs to the connection.
pub enum SqliteTx {
    Writing(sqlite::Writing),
    Reading(Box<sqlite::Reading>),
}

/// A transaction on PostgreSQL; it derefs to the connection.
pub struct PostgresTx {
    tx: Transaction<'static, Postgres>,
    _permit: Permit, // Dropped after the transaction.
}

impl Deref for SqliteTx {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match self {
            Self::Writing(tx) => tx,
            Self::Reading(tx) => tx,
        }
    }
}

impl DerefMut for SqliteTx {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Writing(tx) => tx,
            Self::Reading(tx) => tx,
        }
    }
}

impl Deref for PostgresTx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for PostgresTx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}

impl Db {
    pub fn dialect(&self) -> Dialect {
        match &*self.pools {
            Pools::Sqlite(_) => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    /// How many connections there are.
    pub fn connections(&self) -> Connected {
        match &*self.pools {
            Pools::Sqlite(connections) => connections.connected(),
            Pools::Postgres(pool) => {
                let idle = pool.num_idle();
                let all = usize::try_from(pool.size()).unwrap_or(usize::MAX);
                Connected {
                    busy: all.saturating_sub(idle),
                    idle,
                }
            }
        }
    }

    /// Who this process is among those that use the database.
    pub fn run(&self) -> &str {
        &self.run
    }

    /// Ends what another process has open on PostgreSQL: it hangs, and others wait for its locks.
    pub async fn end_sessions(&self, run: &str) -> Result<(), DbError> {
        const END: &str = "
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE application_name = $1 AND usename = current_user AND pid <> pg_backend_pid()";
        let mut tx = self.begin().await?;
        if let Tx::Postgres(conn) = &mut tx {
            let ended = sqlx::query(END)
                .bind(session_name(run))
                .execute(&mut **conn)
                .await;
            ended.map_err(DbError::doing("end the sessions of another process"))?;
        }
        tx.commit().await
    }

    /// The gate that every transaction passes.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Opens a transaction to write in. While the schema changes it waits.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        self.write(Purpose::Effect).await
    }

    /// The same; what it commits also outlasts a loss of power, and so does all that was committed before.
    pub async fn begin_durable(&self) -> Result<Tx, DbError> {
        self.write(Purpose::Durable).await
    }

    /// Opens a transaction in which nothing is done but to mark updates.
    async fn begin_marks(&self) -> Result<Tx, DbError> {
        self.write(Purpose::Marks).await
    }

    async fn write(&self, purpose: Purpose) -> Result<Tx, DbError> {
        let permit = self.gate.permit().await;
        match &*self.pools {
            Pools::Sqlite(connections) => {
                let tx = connections.write(purpose, permit).await;
                tx.map(|tx| Tx::Sqlite(SqliteTx::Writing(tx)))
            }
            Pools::Postgres(pool) => {
                let begin = match purpose {
                    Purpose::Durable => WRITE_DURABLY,
                    Purpose::Effect | Purpose::Marks => WRITE,
                };
                begin_on(pool, begin, permit).await
            }
        }
        .map_err(DbError::doing("begin"))
    }

    /// Opens a transaction to read in. It sees one state of the data, and no writer waits for it.
    pub async fn read(&self) -> Result<Tx, DbError> {
        self.look(true).await
    }

    /// The same for a single question, which needs no transaction.
    pub async fn glance(&self) -> Result<Tx, DbError> {
        self.look(false).await
    }

    async fn look(&self, as_one: bool) -> Result<Tx, DbError> {
        let permit = self.gate.permit().await;
        match &*self.pools {
            Pools::Sqlite(connections) => {
                let tx = connections.read(as_one, permit).await;
                tx.map(|tx| Tx::Sqlite(SqliteTx::Reading(Box::new(tx))))
            }
            Pools::Postgres(pool) => begin_on(pool, READ, permit).await,
        }
        .map_err(DbError::doing("begin reading"))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DbError> {
        let mut tx = self.glance().await?;
        tx.execute(&PerDialect {
            sqlite: "SELECT 1",
            postgres: "SELECT 1",
        })
        .await
    }

    /// Closes every connection; what is open ends first.
    pub async fn close(&self) {
        match &*self.pools {
            Pools::Sqlite(connections) => connections.close().await,
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// What a process calls its sessions.
fn session_name(run: &str) -> String {
    format!("reprise {run}")
}

async fn begin_on(pool: &PgPool, begin: &'static str, permit: Permit) -> sqlx::Result<Tx> {
    let tx = pool.begin_with(begin).await?;
    Ok(Tx::Postgres(PostgresTx {
        tx,
        _permit: permit,
    }))
}

impl Tx {
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    pub async fn commit(self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(SqliteTx::Writing(tx)) => tx.commit(Vec::new()).await.map(drop),
            Self::Sqlite(SqliteTx::Reading(_)) => Ok(()),
            Self::Postgres(open) => open.tx.commit().await,
        }
        .map_err(DbError::doing("commit"))
    }

    /// Takes everything back, and waits until that is done; a transaction that is dropped does so in its own time.
    pub async fn rollback(self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(SqliteTx::Writing(tx)) => {
                tx.rollback().await;
                Ok(())
            }
            Self::Sqlite(SqliteTx::Reading(_)) => Ok(()),
            Self::Postgres(open) => open.tx.rollback().await,
        }
        .map_err(DbError::doing("roll back"))
    }

    /// Runs a statement that has no parameters.
    pub async fn execute(&mut self, statement: &PerDialect) -> Result<(), DbError> {
        on!(self, conn => sqlx::raw_sql(statement.for_conn(conn)).execute(conn).await.map(drop))
            .map_err(DbError::doing("execute"))
    }
}
