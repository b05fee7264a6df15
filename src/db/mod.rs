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
mod tables;
mod tokens;

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

pub use dialect::{Dialect, PerDialect, SpeaksDialect};
pub use error::DbError;
use gate::{Gate, Permit};
pub use inbox::{Arrival, Inbox, OpenUpdate};
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

/// How a transaction begins. On PostgreSQL its limits are its own, so that they also hold behind a pooler, which would
/// hand settings of a session to the next client. A transaction whose owner vanished keeps no locks.
macro_rules! begins {
    (sqlite: $sqlite:literal, postgres: $postgres:literal) => {
        PerDialect {
            sqlite: $sqlite,
            postgres: concat!(
                $postgres,
                "; SET LOCAL statement_timeout = '30s'; SET LOCAL idle_in_transaction_session_timeout = '60s'"
            ),
        }
    };
}

/// Each says how its commit is synced: the connection may have been used for the other kind before.
const WRITE: PerDialect =
    begins!(sqlite: "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE", postgres: "BEGIN");
const WRITE_DURABLY: PerDialect = begins!(
    sqlite: "PRAGMA synchronous = FULL; BEGIN IMMEDIATE",
    postgres: "BEGIN; SET LOCAL synchronous_commit = on"
);
/// All of it sees one state of the data.
const READ: PerDialect =
    begins!(sqlite: "BEGIN", postgres: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pools: Arc<Pools>,
    gate: Gate,
    tables: Arc<tables::Seen>,
}

enum Pools {
    /// SQLite has one writer at a time: writers queue here, in order, instead of racing for its lock.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction, and the only way to the data.
pub enum Tx {
    Sqlite(Open<Sqlite>),
    Postgres(Open<Postgres>),
}

/// An open transaction with its permit of the schema gate; it derefs to the connection.
pub struct Open<D: sqlx::Database> {
    tx: Transaction<'static, D>,
    _permit: Permit, // Dropped after the transaction.
}

impl<D: sqlx::Database> Open<D> {
    fn new(tx: Transaction<'static, D>, permit: Permit) -> Self {
        Self {
            tx,
            _permit: permit,
        }
    }
}

impl<D: sqlx::Database> Deref for Open<D> {
    type Target = D::Connection;

    fn deref(&self) -> &Self::Target {
        &self.tx
    }
}

impl<D: sqlx::Database> DerefMut for Open<D> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.tx
    }
}

impl Db {
    pub fn dialect(&self) -> Dialect {
        match &*self.pools {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The gate that every transaction passes.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Opens a transaction to write in. While the schema changes it waits.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        self.begin_writing(&WRITE).await
    }

    /// The same; what it commits also outlasts a loss of power, and so does all that was committed before.
    pub async fn begin_durable(&self) -> Result<Tx, DbError> {
        self.begin_writing(&WRITE_DURABLY).await
    }

    async fn begin_writing(&self, begin: &PerDialect) -> Result<Tx, DbError> {
        let permit = self.gate.permit().await;
        match &*self.pools {
            Pools::Sqlite { writer, .. } => {
                let tx = writer.begin_with(begin.sqlite).await;
                tx.map(|tx| Tx::Sqlite(Open::new(tx, permit)))
            }
            Pools::Postgres(pool) => {
                let tx = pool.begin_with(begin.postgres).await;
                tx.map(|tx| Tx::Postgres(Open::new(tx, permit)))
            }
        }
        .map_err(DbError::doing("begin"))
    }

    /// Opens a transaction to read in. It sees one state of the data, and no writer waits for it.
    pub async fn read(&self) -> Result<Tx, DbError> {
        let permit = self.gate.permit().await;
        match &*self.pools {
            Pools::Sqlite { readers, .. } => {
                let tx = readers.begin_with(READ.sqlite).await;
                tx.map(|tx| Tx::Sqlite(Open::new(tx, permit)))
            }
            Pools::Postgres(pool) => {
                let tx = pool.begin_with(READ.postgres).await;
                tx.map(|tx| Tx::Postgres(Open::new(tx, permit)))
            }
        }
        .map_err(DbError::doing("begin reading"))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DbError> {
        let mut tx = self.read().await?;
        tx.execute(&PerDialect {
            sqlite: "SELECT 1",
            postgres: "SELECT 1",
        })
        .await
    }

    /// Closes every connection; what is open ends first.
    pub async fn close(&self) {
        match &*self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
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
            Self::Sqlite(open) => open.tx.commit().await,
            Self::Postgres(open) => open.tx.commit().await,
        }
        .map_err(DbError::doing("commit"))
    }

    /// Takes everything back, and waits until that is done; a transaction that is dropped does so in its own time.
    pub async fn rollback(self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(open) => open.tx.rollback().await,
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
