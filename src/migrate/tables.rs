//! The engine's own tables: made under its lock, outside the numbered migrations, and invisible to drift.

use sqlx::Executor as _;

use super::{
    error::{Doing as _, EngineError},
    place::Conn,
};

pub(super) const LEDGER: &str = "_sqlx_migrations";

/// On PostgreSQL they live in a schema of their own, which dumps and restores leave out: what happened must not be undone
/// together with it.
pub(super) const POSTGRES_SCHEMA: &str = "reprise_engine";

const SQLITE: &str = "
CREATE TABLE IF NOT EXISTS _reprise_journal (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    entry TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS _reprise_hold (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    hold TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS _reprise_peers (
    id TEXT PRIMARY KEY,
    peer TEXT NOT NULL,
    beat_at BIGINT NOT NULL,
    drain_until BIGINT NOT NULL DEFAULT 0,
    paused_until BIGINT NOT NULL DEFAULT 0
);";

// `CREATE SCHEMA IF NOT EXISTS` of two processes at once can still collide, so these run under the migration lock.
const POSTGRES: &str = "
CREATE SCHEMA IF NOT EXISTS reprise_engine;
CREATE TABLE IF NOT EXISTS reprise_engine._reprise_journal (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    entry TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS reprise_engine._reprise_hold (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    hold TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS reprise_engine._reprise_peers (
    id TEXT PRIMARY KEY,
    peer TEXT NOT NULL,
    beat_at BIGINT NOT NULL,
    drain_until BIGINT NOT NULL DEFAULT 0,
    paused_until BIGINT NOT NULL DEFAULT 0
);";

/// The name of an engine table where it lives.
pub(super) fn table(conn: &Conn, name: &str) -> String {
    match conn {
        Conn::Sqlite(_) => name.to_owned(),
        Conn::Postgres(_) => format!("{POSTGRES_SCHEMA}.{name}"),
    }
}

/// Makes what is missing.
pub(super) async fn ensure(conn: &mut Conn) -> Result<(), EngineError> {
    use sqlx::migrate::Migrate as _;
    let doing = "making the engine's tables";
    match conn {
        Conn::Sqlite(c) => {
            c.execute(SQLITE).await.doing(doing)?;
            c.ensure_migrations_table(LEDGER)
                .await
                .map_err(|e| EngineError::database(doing, sqlx::Error::from(e)))
        }
        Conn::Postgres(c) => {
            c.execute(POSTGRES).await.doing(doing)?;
            c.ensure_migrations_table(LEDGER)
                .await
                .map_err(|e| EngineError::database(doing, sqlx::Error::from(e)))
        }
    }
}

/// Whether a table is there. Asked before reading, so that reading makes nothing.
pub(super) async fn exists(conn: &mut Conn, name: &str) -> Result<bool, EngineError> {
    let name = table(conn, name);
    let found = match conn {
        Conn::Sqlite(c) => {
            sqlx::query_scalar::<_, i64>(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1",
            )
            .bind(name)
            .fetch_one(c)
            .await
        }
        Conn::Postgres(c) => {
            sqlx::query_scalar::<_, i64>("SELECT count(to_regclass($1))")
                .bind(name)
                .fetch_one(c)
                .await
        }
    };
    Ok(found.doing("looking for the engine's tables")? > 0)
}
